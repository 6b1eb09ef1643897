"""What each version of a page says, as one short value that is kept with it.

Who has written what is public by and by is asked of all versions at once: none is read again.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page, Revision

from cms.core.batches import batches
from cms.publication.digest import content_digest
from cms.publication.models import RevisionDigest


@dataclass(frozen=True)
class Version:
    """A revision of a page, by whom, and the digest of what it says."""

    revision_id: int
    user_id: int | None
    digest: str


def versions_of_all(pages: Iterable[Page]) -> dict[int, list[Version]]:
    """As `versions_of`, of many pages in one statement."""
    by_key = {str(page.pk): page for page in pages}
    found: dict[str, list[Version]] = {key: [] for key in by_key}
    if found:
        revisions = Revision.page_revisions.filter(object_id__in=found).order_by("pk")
        for key, *version in revisions.values_list("object_id", "pk", "user_id", "said__digest"):
            found[key].append(Version(*version))
    return {
        page.pk: found[key] if all(one.digest for one in found[key]) else versions_of(page)
        for key, page in by_key.items()
    }


def note(page: Page, revision: Revision) -> None:
    """`page` is as `revision` has it, which is new or was written over."""
    RevisionDigest.objects.bulk_create(
        [RevisionDigest(revision=revision, digest=content_digest(page))],
        update_conflicts=True,
        unique_fields=["revision"],
        update_fields=["digest"],
    )


def versions_of(page: Page) -> list[Version]:
    """Every version of the page, the oldest first. Those of which nothing is noted are read."""
    rows = list(page.revisions.order_by("pk").values_list("pk", "user_id", "said__digest"))
    missing = [pk for pk, _user_id, digest in rows if digest is None]
    read = {
        one.pk: content_digest(one.as_object())
        for some in batches(missing)
        for one in Revision.objects.filter(pk__in=some).iterator()
    }
    return [Version(pk, user_id, digest or read.get(pk, "")) for pk, user_id, digest in rows]
