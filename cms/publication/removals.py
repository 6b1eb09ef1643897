"""What pages say less of when something they refer to is deleted: an image, another page, a theme.

The database takes the reference out of live pages, and with it their content is another one than
was cleared. Nothing was added that nobody has approved: what was cleared stays so without it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from cms.core.batches import batches
from cms.publication.clearance import Authority, uncleared
from cms.publication.copies import stale
from cms.publication.models import Clearance

REMOVED = "reference_removed"


@contextmanager
def removing(what: str, page_ids: Iterable[int]) -> Iterator[None]:
    """Inside, `what` (`theme:12`) is deleted, to which these pages refer."""
    noted = cleared_now(page_ids)
    yield
    stay_cleared(noted, what)


def cleared_now(page_ids: Iterable[int]) -> list[int]:
    """Those of these pages that are public with leave."""
    found: list[int] = []
    for some in batches(set(page_ids)):
        pages = list(Page.objects.filter(pk__in=some, live=True, alias_of=None).specific())
        refused = {page.pk for page in uncleared(pages)}
        found.extend(page.pk for page in pages if page.pk not in refused)
    return found


def stay_cleared(page_ids: Iterable[int], what: str) -> None:
    """Clear these pages, which were cleared with `what`, as they are without it."""
    user = get_active_log_context().user
    authority = Authority(Clearance.Kind.INHERITED, REMOVED, user, {"removed": what})
    for some in batches(page_ids):
        pages = list(Page.objects.filter(pk__in=some, live=True).specific())
        for page in uncleared(pages):
            authority.clear(page)


# Deletions that Wagtail and Django carry out themselves, by signal.


def file_vanishes(sender: type, instance: Any, **kwargs: Any) -> None:
    instance.cleared_with_it = cleared_now(stale.dependents([instance.reference]))


def file_vanished(sender: type, instance: Any, **kwargs: Any) -> None:
    stay_cleared(instance.cleared_with_it, instance.reference)


def page_vanishes(sender: type, instance: Any, **kwargs: Any) -> None:
    """Pages below it show where they are, which is none of their content, and go with it."""
    key = instance.translation_key
    others = Page.objects.filter(pk__in=stale.dependents([f"card:{key}", f"ref:{key}"]))
    elsewhere = others.exclude(path__startswith=instance.path)
    instance.cleared_with_it = cleared_now(elsewhere.values_list("pk", flat=True))


def page_vanished(sender: type, instance: Any, **kwargs: Any) -> None:
    stay_cleared(instance.cleared_with_it, f"page:{instance.pk}")
