"""What each version of a page says, as one short value that is kept with it.

Who has written what is public by and by is asked of all versions at once: none is read again.
"""

from dataclasses import dataclass

from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.core.batches import batches
from cms.publication.digest import content_digest
from cms.publication.models import RevisionDigest

# In the `data` of a decision by which a page says something else in every version, and nobody has
# written anything: the digest that each had, and the one it has since.
SAYS_SINCE = "says_since"


@dataclass(frozen=True)
class Version:
    """A revision of a page, by whom, and the digest of what it says."""

    revision_id: int
    user_id: int | None
    digest: str


def note(page: Page, revision: Revision) -> None:
    """`page` is as `revision` has it, which is new or was written over."""
    RevisionDigest.objects.bulk_create(
        [RevisionDigest(revision=revision, digest=content_digest(page))],
        update_conflicts=True,
        unique_fields=["revision"],
        update_fields=["digest"],
    )


def versions_of(page: Page) -> list[Version]:
    """Every version of the page, the oldest first. Those that came without a save of their own, as
    with a copied page, are read once."""
    _note_missing(page)
    rows = page.revisions.order_by("pk").values_list("pk", "user_id", "said__digest")
    return [Version(*row) for row in rows]


def writers_of(page: Page) -> set[int | None]:
    """Who was the first to say, in some version, what the latest says.

    Who saves a version again unchanged has edited nothing, and takes nothing over from its writer;
    nor has who cancelled a date of it, or gave it another address.
    """
    versions = versions_of(page)
    latest = next((one for one in versions if one.revision_id == page.latest_revision_id), None)
    if latest is None:
        return set()
    same = _the_same(page, latest.digest)
    before = ["", *(one.digest for one in versions)]
    return {
        one.user_id
        for one, said_before in zip(versions, before, strict=False)
        if one.digest in same and said_before not in same
    }


def _the_same(page: Page, digest: str) -> set[str]:
    """With those of what became this content by a decision alone."""
    decisions = Decision.objects.filter(page_id=page.pk, data__has_key=SAYS_SINCE)
    became = [pair for one in decisions for pair in one.data[SAYS_SINCE].items()]
    same, found = set[str](), {digest}
    while found > same:
        same = found
        found = same | {before for before, since in became if since in same}
    return same


def _note_missing(page: Page) -> None:
    missing = list(page.revisions.filter(said=None))
    for some in batches(missing):
        RevisionDigest.objects.bulk_create(
            [
                RevisionDigest(revision=revision, digest=content_digest(revision.as_object()))
                for revision in some
            ],
            ignore_conflicts=True,
        )
