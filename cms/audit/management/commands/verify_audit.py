"""Checks the chain of decisions from the first to the last."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.audit import chain
from cms.audit.models import Decision

TOLD = 20


class Command(BaseCommand):
    help = (
        "Finds any decision of the audit log that was altered, removed, added by hand or put into "
        "another order. Prints the last number and hash: kept elsewhere and given as --expect, "
        "they show a log that was written anew from some point on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="NUMBER:HASH",
            help="a number and its hash as an earlier run printed them",
        )

    def handle(self, *args: Any, expect: str | None = None, **options: Any) -> None:
        found = list(islice(chain.faults(), TOLD + 1))
        if expect:
            found += _unlike(expect)
        for fault in found[:TOLD]:
            self.stderr.write(f"{fault.number}: {fault.what}")
        if found:
            more = " and more" if len(found) > TOLD else ""
            raise CommandError(f"{min(len(found), TOLD)} faults{more} in the audit log.")
        head = chain.head()
        self.stdout.write(f"{head['number']} decisions, none altered.")
        self.stdout.write(f"{head['number']}:{head['hash']}")


def _unlike(expect: str) -> list[chain.Fault]:
    number, colon, digest = expect.partition(":")
    if not colon or not number.isdigit() or len(number) > 18:
        raise CommandError("--expect takes NUMBER:HASH, as this command prints it.")
    if int(number) == 0:
        return []
    row = Decision.objects.filter(number=int(number)).first()
    if row is None or row.hash != digest:
        return [chain.Fault(int(number), "is not the decision it was")]
    return []
