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

from cms.audit.recording import record
from cms.core.batches import batches
from cms.publication.approved_files import revised
from cms.publication.clearance import hand_down, is_cleared, standing, standing_of, uncleared
from cms.publication.copies import stale
from cms.publication.digest import content_digest
from cms.publication.models import Clearance
from cms.publication.references import held, live_pages_referring, versions_referring

REMOVED = "reference_removed"


@dataclass(frozen=True)
class Cleared:
    """How live pages, and versions that are held, were cleared with what is deleted."""

    pages: dict[int, Clearance] = field(default_factory=dict)
    versions: dict[int, Clearance] = field(default_factory=dict)


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
        found.pages.update(standing_of(live.specific()))
    for version in versions_referring(what).filter(held()):
        if was := standing(version.as_object()):
            found.versions[version.pk] = was
    return found


def stay_cleared(noted: Cleared, what: str) -> None:
    """Clear these pages, which were cleared with `what`, as they are without it."""
    for some in batches(noted.pages):
        pages = list(Page.objects.filter(pk__in=some, live=True).specific())
        for page in uncleared(pages):
            _without(what, noted.pages[page.pk], page, page.live_revision)
    for version in Revision.objects.filter(pk__in=list(noted.versions)):
        content = version.as_object()
        if not is_cleared(content):
            _without(what, noted.versions[version.pk], content, version)


def _without(what: str, was: Clearance, page: Page, revision: Revision | None) -> None:
    digest = content_digest(page)
    # A script may have saved the page as no version has it.
    is_said = revision is not None and content_digest(revision.as_object()) == digest
    decision = record(
        act=REMOVED,
        actor=get_active_log_context().user,
        page=page,
        revision=revision if is_said else None,
        digest=digest,
        data={"removed": what},
    )
    hand_down(was, page, kind=Clearance.Kind.INHERITED, decision=decision, digest=digest)


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
