"""What pages say less of when something they refer to is deleted: an image, another page, a theme.

The database takes the reference out of live pages, and with it their content is another one than
was cleared. So it is with versions that go live later. Nothing was added that nobody has approved:
what was cleared stays so without it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision

from cms.core.batches import batches
from cms.publication.approved_files import revised
from cms.publication.clearance import Authority, is_cleared, kind_of, kinds_of, uncleared
from cms.publication.copies import stale
from cms.publication.models import Clearance
from cms.publication.references import held, live_pages_referring, versions_referring

REMOVED = "reference_removed"


@dataclass(frozen=True)
class Cleared:
    """How live pages, and versions that are held, were cleared with what is deleted."""

    pages: dict[int, str] = field(default_factory=dict)
    versions: dict[int, str] = field(default_factory=dict)


@contextmanager
def removing(what: str, page_ids: Iterable[int]) -> Iterator[None]:
    """Inside, `what` (`theme:12`) is deleted, to which these pages refer."""
    noted = cleared_now(page_ids, what)
    yield
    stay_cleared(noted, what)


def cleared_now(page_ids: Iterable[int], what: str) -> Cleared:
    """Those of these pages, and of all others that refer to `what`, that may be public."""
    found = Cleared()
    for some in batches({*page_ids, *live_pages_referring(what)}):
        live = Page.objects.filter(pk__in=some, live=True, alias_of=None)
        found.pages.update(kinds_of(live.specific()))
    for version in versions_referring(what).filter(held()):
        if kind := kind_of(version.as_object()):
            found.versions[version.pk] = kind
    return found


def stay_cleared(noted: Cleared, what: str) -> None:
    """Clear these pages, which were cleared with `what`, as they are without it."""
    for some in batches(noted.pages):
        pages = list(Page.objects.filter(pk__in=some, live=True).specific())
        for page in uncleared(pages):
            _without(what, noted.pages[page.pk]).clear(page, revision=page.live_revision)
    for version in Revision.objects.filter(pk__in=list(noted.versions)):
        content = version.as_object()
        if not is_cleared(content):
            _without(what, noted.versions[version.pk]).clear(content, revision=version)


def _without(what: str, kind: str) -> Authority:
    """What was public on its publisher's word alone is so afterwards, too."""
    direct, inherited = Clearance.Kind.DIRECT, Clearance.Kind.INHERITED
    heir = direct if kind == direct else inherited
    return Authority(heir, REMOVED, get_active_log_context().user, {"removed": what})


# Deletions that Wagtail and Django carry out themselves, by signal.


def file_vanishes(sender: type, instance: Any, **kwargs: Any) -> None:
    what = instance.vanishing = instance.reference
    instance.cleared_with_it = cleared_now(stale.dependents([what]), what)


def file_vanished(sender: type, instance: Any, **kwargs: Any) -> None:
    stay_cleared(instance.cleared_with_it, instance.vanishing)
    # Its pages say something else now; approvals are of what they said.
    revised(instance.vanishing, covered=True)


def page_vanishes(sender: type, instance: Any, **kwargs: Any) -> None:
    """Pages below it show where they are, which is none of their content, and go with it."""
    key = instance.translation_key
    others = Page.objects.filter(pk__in=stale.dependents([f"card:{key}", f"ref:{key}"]))
    elsewhere = others.exclude(path__startswith=instance.path)
    page_ids = list(elsewhere.values_list("pk", flat=True))
    instance.cleared_with_it = cleared_now(page_ids, f"page:{instance.pk}")


def page_vanished(sender: type, instance: Any, **kwargs: Any) -> None:
    stay_cleared(instance.cleared_with_it, f"page:{instance.pk}")
