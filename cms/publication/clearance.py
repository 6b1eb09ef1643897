"""The last door: no copy is made of content that nobody has cleared.

Whatever path makes a page live, its published copy is written by `copies.projector`, which asks
here. A clearance names one page and the digest of its content; who gives them, and when, is the
affair of rooms above (`cms.editorial`), each with a decision in the audit log.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.core.batches import ROWS_AT_ONCE, batches
from cms.core.gate import Refused
from cms.publication.digest import content_digest
from cms.publication.models import Clearance


@dataclass(frozen=True)
class Authority:
    """On whose word content is public that has gone through no workflow: a decided import, the
    founding of the site. Each page is a decision of its own in the audit log."""

    kind: Clearance.Kind
    act: str
    actor: AbstractUser | None
    data: Mapping[str, Any] = field(default_factory=dict)

    def clear(
        self,
        page: Page,
        *,
        revision: Revision | None = None,
        institution_id: int | None = None,
        digest: str | None = None,
    ) -> None:
        """Clear the page as it is in memory, which `digest` is that of; it is saved already."""
        digest = digest or content_digest(page)
        decision = record(
            act=self.act,
            actor=self.actor,
            page=page,
            revision=revision,
            digest=digest,
            institution_id=institution_id,
            data=self.data,
        )
        grant(page, kind=self.kind, decision=decision, digest=digest)


# On somebody's word alone: reviewed by nobody, it ends with what it was given for.
UNREVIEWED = frozenset({Clearance.Kind.DIRECT, Clearance.Kind.EMERGENCY})
NOT_CLEARED = _("Nobody has approved this version. Submit it for review.")


# Asked of a revision that is being published, before anything is written: `page`, `revision`,
# `user`, `digest` of its content. It may clear the content, or raise Refused.
Publisher = Callable[..., None]
_publishers: list[Publisher] = []


def register(publisher: Publisher) -> None:
    """Say who is asked before a revision goes live; the package that moderates does, once."""
    _publishers[:] = [publisher]


def before_publishing(page: Page, revision: Revision, user: Any, digest: str | None = None) -> None:
    """`page` is as `revision` has it, which `digest` is that of. Raises Refused where approvals are
    missing; the last door asks again."""
    digest = digest or content_digest(page)
    for publisher in _publishers:
        publisher(page=page, revision=revision, user=user, digest=digest)


def before_copies_live(copy: Page, user: Any) -> None:
    """As `before_publishing`, of a page that was copied and what was copied below it, where they
    are live from the first."""
    copies = Page.objects.descendant_of(copy, inclusive=True).filter(live=True, alias_of=None)
    for page in copies.specific().select_related("live_revision"):
        if page.live_revision is not None:
            before_publishing(page.live_revision.as_object(), page.live_revision, user)


def grant(page: Page, *, kind: str, decision: Decision, digest: str | None = None) -> None:
    """From now on this content of the page may be public; granting it twice changes nothing."""
    _grant(page, digest, kind, decision.pk)


def hand_down(
    was: Clearance, page: Page, *, kind: str, decision: Decision, digest: str | None = None
) -> None:
    """What the page says now differs from what was cleared in nothing that is approved: it is
    cleared by `decision`. What nobody has reviewed goes on by the word it was given by."""
    if was.kind in UNREVIEWED:
        _grant(page, digest, was.kind, was.decision)
    else:
        _grant(page, digest, kind, decision.pk)


def _grant(page: Page, digest: str | None, kind: str, decision: UUID) -> None:
    digest = digest or content_digest(page)
    clearance = Clearance(page_id=page.pk, digest=digest, kind=kind, decision=decision)
    Clearance.objects.bulk_create([clearance], ignore_conflicts=True)


def revoke(page_id: int) -> int:
    """Nothing that was cleared of the page is any more; returns how many versions that were."""
    standing = Clearance.objects.filter(page_id=page_id, revoked_at=None)
    return standing.update(revoked_at=clock.now())


def revoke_direct(page_ids: Iterable[int]) -> None:
    """What was cleared of these pages on their publishers' word alone is not any more: that holds
    only as long as they are where nothing is reviewed, and public."""
    standing = Clearance.objects.filter(kind=Clearance.Kind.DIRECT, revoked_at=None)
    standing.filter(page_id__in=page_ids).update(revoked_at=clock.now())


def revoke_direct_below(page: Page) -> None:
    """A workflow applies from here on: what was published directly stays as it is public, and
    nothing else that was cleared so ever is."""
    below = Page.objects.descendant_of(page, inclusive=True)
    direct = Clearance.objects.filter(kind=Clearance.Kind.DIRECT, revoked_at=None)
    page_ids = direct.filter(page_id__in=below.values("pk")).values_list("page_id", flat=True)
    for some in batches(list(page_ids.distinct())):
        public = Page.objects.filter(pk__in=some, live=True).specific()
        shown = {(one.pk, content_digest(one)) for one in public}
        rows = direct.filter(page_id__in=some).values_list("pk", "page_id", "digest")
        gone = [pk for pk, page_id, digest in rows if (page_id, digest) not in shown]
        direct.filter(pk__in=gone).update(revoked_at=clock.now())


def standing(page: Page, digest: str | None = None) -> Clearance | None:
    """How this content of the page, as it is in memory, was cleared; None if it was not."""
    digest = digest or content_digest(page)
    return Clearance.objects.filter(page_id=page.pk, digest=digest, revoked_at=None).first()


def is_cleared(page: Page, digest: str | None = None) -> bool:
    """Whether this content of the page, as it is in memory, may be public."""
    return standing(page, digest) is not None


def uncleared(pages: Iterable[Page]) -> list[Page]:
    """Those of `pages`, each of its own type, whose content nobody has cleared.

    An alias says what its source says and is cleared with it; so is an alias of an alias.
    """
    pages = list(pages)
    known = _with_sources(pages)
    wanted = {}
    for page in pages:
        source = _source(page.pk, known)
        slug = known[source][0] if source != page.pk else None
        wanted[page.pk] = (source, content_digest(page, slug=slug))
    cleared = _cleared(set(wanted.values()))
    return [page for page in pages if wanted[page.pk] not in cleared]


def standing_of(pages: Iterable[Page]) -> dict[int, Clearance]:
    """How the content of each of these pages, none of them an alias, was cleared; without those
    of which it was not."""
    digests = {page.pk: content_digest(page) for page in pages}
    return {page_id: one for (page_id, _digest), one in _cleared(set(digests.items())).items()}


def require_cleared(pages: Iterable[Page]) -> None:
    """Raises Refused, a ValidationError, when the content of one of them is not cleared."""
    for page in uncleared(pages):
        raise NotCleared(page)


class NotCleared(Refused):
    """Content that nobody has cleared stays out of public."""

    def __init__(self, page: Page) -> None:
        error = ValidationError(NOT_CLEARED, code="not_cleared")
        super().__init__(page, {NON_FIELD_ERRORS: [error]})


def _with_sources(pages: Iterable[Page]) -> dict[int, tuple[str, int | None]]:
    """The slug of each page, and of what it is an alias of: nearly always nothing."""
    known = {page.pk: (page.slug, page.alias_of_id) for page in pages}
    while further := {one for _slug, one in known.values() if one} - known.keys():
        rows = Page.objects.filter(pk__in=further).values_list("pk", "slug", "alias_of")
        known |= dict.fromkeys(further, ("", None)) | {pk: (slug, one) for pk, slug, one in rows}
    return known


def _source(page_id: int, known: Mapping[int, tuple[str, int | None]]) -> int:
    """The page at the end of its row of aliases, which may bite its own tail."""
    passed = {page_id}
    while (further := known[page_id][1]) and further not in passed:
        passed.add(page_id := further)
    return page_id


def _cleared(wanted: set[tuple[int, str]]) -> dict[tuple[int, str], Clearance]:
    """Those of these contents that are cleared, and how."""
    found: dict[tuple[int, str], Clearance] = {}
    for some in batches(sorted(wanted), ROWS_AT_ONCE // 2):  # it names two of each
        page_ids, digests = zip(*some, strict=True)
        rows = Clearance.objects.filter(page_id__in=page_ids, digest__in=digests, revoked_at=None)
        found.update({(row.page_id, row.digest): row for row in rows})
    return {one: row for one, row in found.items() if one in wanted}
