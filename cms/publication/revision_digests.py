"""What each version of a page says, as one short value that is kept with it.

Who has written what is public by and by is asked of all versions at once: none is read again.
"""

from collections import defaultdict
from collections.abc import Iterable
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


def versions_of(pages: Iterable[Page]) -> dict[int, list[Version]]:
    """Every version of each page, the oldest first. Those of which nothing is noted are read."""
    by_key = {str(page.pk): page.pk for page in pages}
    found: dict[int, list[Version]] = {pk: [] for pk in by_key.values()}
    if not found:
        return found
    revisions = Revision.page_revisions.filter(object_id__in=by_key).order_by("pk")
    rows = list(revisions.values_list("object_id", "pk", "user_id", "said__digest"))
    read = _read([pk for _key, pk, _user_id, digest in rows if digest is None])
    for key, pk, user_id, digest in rows:
        found[by_key[key]].append(Version(pk, user_id, digest or read.get(pk, "")))
    return found


def _read(revision_ids: list[int]) -> dict[int, str]:
    return {
        one.pk: content_digest(one.as_object())
        for some in batches(revision_ids)
        for one in Revision.objects.filter(pk__in=some).iterator()
    }


def writers_of(page: Page) -> set[int | None]:
    """Who was the first to say, in some version, what the latest says.

    Who saves a version again unchanged has edited nothing, and takes nothing over from its writer;
    nor has who cancelled a date of it, or gave it another address.
    """
    return writers_of_all([page])[page.pk]


def writers_of_all(pages: Iterable[Page]) -> dict[int, set[int | None]]:
    """The same of many pages, in as many statements as of one."""
    known = list(pages)
    versions = versions_of(known)
    became: dict[int | None, list[tuple[str, str]]] = defaultdict(list)
    decisions = Decision.objects.filter(page_id__in=versions, data__has_key=SAYS_SINCE)
    for one in decisions if known else ():
        became[one.page_id].extend(one.data[SAYS_SINCE].items())
    return {page.pk: _writers(page, versions[page.pk], became[page.pk]) for page in known}


def _writers(page: Page, versions: list[Version], became: list[tuple[str, str]]) -> set[int | None]:
    latest = next((one for one in versions if one.revision_id == page.latest_revision_id), None)
    if latest is None:
        return set()
    same = _the_same(latest.digest, became)
    before = ["", *(one.digest for one in versions)]
    return {
        one.user_id
        for one, said_before in zip(versions, before, strict=False)
        if one.digest in same and said_before not in same
    }


def _the_same(digest: str, became: list[tuple[str, str]]) -> set[str]:
    """With those of what became this content by a decision alone: before and since."""
    same, found = set[str](), {digest}
    while found > same:
        same = found
        found = same | {before for before, since in became if since in same}
    return same
