"""`manage.py import_items FILE --mapping NAME`: a file of items is submitted, or made public."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.authoring import mapping, runs
from cms.authoring.importing import Superseded
from cms.authoring.operators import COMMAND_LINE, command_line_operator
from cms.authoring.progress import shown
from cms.authoring.report import OUTCOMES, SUBMITTED, Tally
from cms.authoring.source_file import BrokenFile
from cms.core.database import UNAVAILABLE
from cms.publication.page_writer import TreeNotReady


class Command(BaseCommand):
    help = (
        "Import a file of items and submit them for review, or publish them; importing it again "
        "changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--mapping", required=True, help=f"how to read it: {', '.join(mapping.names())}"
        )
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
        parser.add_argument("--report", type=Path, help="write a JSON object per line here")
        parser.add_argument(
            "--publish",
            action="store_true",
            help="decide the import: what it brings is public without a review",
        )
        parser.add_argument(
            "--allow-shrink",
            action="store_true",
            help="go on although the file lost half of its lines or more",
        )
        parser.add_argument(
            "--user", help=f"who is on record (default: the account {COMMAND_LINE})"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        user = self._user(options["user"])
        try:
            prepared = runs.prepare(
                path=file,
                mapping_name=options["mapping"],
                user=user,
                allow_shrink=options["allow_shrink"],
                publish=options["publish"],
            )
            self._tell(self._import(prepared, user, options), options)
        except BrokenFile as error:
            raise CommandError(error.told_of(str(file))) from None
        except runs.Shrunk as error:
            hint = _("If that is right, import it with --allow-shrink.")
            raise CommandError(f"{file}: {error} {hint}") from None
        except (
            mapping.UnknownMapping,
            TreeNotReady,
            PermissionDenied,
            runs.AlreadyRunning,
        ) as error:
            raise CommandError(str(error)) from None
        except UNAVAILABLE as error:
            raise CommandError(runs.told_unavailable(error)) from None
        except Superseded:
            given_up = _("The import was given up elsewhere; import the file again.")
            raise CommandError(given_up) from None

    def _user(self, name: str | None) -> User | None:
        if name is None:
            return None
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise CommandError(_("There is no active user “%(name)s”.") % {"name": name})
        return user

    def _import(self, prepared: runs.Prepared, user: User | None, options: dict[str, Any]) -> Tally:
        with ExitStack() as stack:
            report = None
            if options["report"]:
                try:
                    report = stack.enter_context(options["report"].open("w", encoding="utf-8"))
                except OSError as error:
                    raise CommandError(f"{options['report']}: {error.strerror}") from None
            tell = stack.enter_context(shown(self.stdout, prepared.inspection.lines))
            if options["dry_run"]:
                operator = command_line_operator if user is None else lambda: user
                return runs.try_out(prepared, operator=operator, report=report, tell=tell)
            run = runs.open_run(
                prepared,
                user=user or command_line_operator(),
                file_name=options["file"].name,
            )
            return runs.import_prepared(prepared, run=run, report=report, tell=tell)

    def _tell(self, tally: Tally, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
        for name in OUTCOMES:
            self.stdout.write(f"{tally.outcomes[name]:7} {name}")
        self.stdout.write(f"{tally.warnings:7} " + _("warnings"))
        if tally.outcomes[SUBMITTED]:
            self.stdout.write(
                _(
                    "What was submitted is public once it is approved, or once the import is "
                    "decided (Reports → Imports)."
                )
            )
        if options["report"]:
            self.stdout.write(_("Line by line: %(file)s") % {"file": options["report"]})
