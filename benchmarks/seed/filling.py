"""Fills a migrated database step by step, and says how far it is."""

import time
from collections.abc import Callable

from django.db import connection, transaction
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from benchmarks.seed import copies, ground, proof, reprints, templates
from benchmarks.seed.plan import Plan
from content_pages.models import InstitutionPage, ItemPage

SAID_EVERY = 20_000


Say = Callable[[str], None]


def fill(plan: Plan, upto: int) -> None:
    """Bring the catalogue to `upto` of the plan's items; raises AssertionError if it is not so."""
    started = time.monotonic()

    def say(what: str) -> None:
        print(f"  [{connection.vendor}] {what} ({time.monotonic() - started:.0f} s)", flush=True)

    lay(plan, upto, say)
    _settle()
    proof.check(plan, upto)
    say(f"{upto} items in three languages, checked")


def lay(plan: Plan, upto: int, say: Say) -> None:
    """The rows alone, in two transactions."""
    if not ItemPage.objects.exists():
        _begin(plan)
        say(f"{plan.templates} institutions and items in three languages, built by the builders")
    with transaction.atomic():
        for done in reprints.reprint(plan, upto):
            if done % SAID_EVERY == 0:
                say(f"{done} items in three languages")


@transaction.atomic
def _begin(plan: Plan) -> None:
    laid = ground.lay(plan)
    copies.build(list(InstitutionPage.objects.values_list("pk", flat=True)))
    built = templates.lay(laid, plan)
    copies.build(built)
    _index(built)


def _index(page_ids: list[int]) -> None:
    """What Wagtail keeps of every page besides: its search entry and its references."""
    pages = list(ItemPage.objects.filter(pk__in=page_ids))
    for page in pages:
        ReferenceIndex.create_or_update_for_object(page)
    get_search_backend().add_bulk(ItemPage, pages)


def _settle() -> None:
    """PostgreSQL's autovacuum would do this within minutes; SQLite does nothing of its own."""
    vacuum = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if vacuum else "PRAGMA wal_checkpoint(TRUNCATE)")
