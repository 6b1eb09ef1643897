"""What keeps the pages of a release from going live: each is asked what publishing would ask.

Nothing is written. What is told here is raised when the release is published or scheduled all the
same: the dry run and the deed ask the same questions.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision

from cms.audit.recording import current_path
from cms.core import clock, gate
from cms.core.gate import Objection
from cms.editorial.approvals import may_go_live
from cms.editorial.models.releases import Release, ReleaseMember
from cms.editorial.releases.selectors import in_tree_order
from cms.publication.clearance import NOT_CLEARED, is_cleared
from cms.publication.digest import content_digest

NO_VERSION = gettext_lazy("It has no version that could go live.")
ALIAS = gettext_lazy("It mirrors another page and goes live with that.")
LOCKED = gettext_lazy("It is locked: unlock it first.")
OWN_SCHEDULE = gettext_lazy("It has a schedule of its own: take it off that first.")
EXPIRED = gettext_lazy("It would have expired by then: change its expiry.")
SAME_ADDRESS = gettext_lazy("Another page of this release would have the same address.")


@dataclass
class Candidate:
    """A page of a release as it would go live; `content` is None where there is no version."""

    member: ReleaseMember
    page: Page
    revision: Revision | None
    content: Page | None
    objections: list[Objection] = field(default_factory=list)

    @cached_property
    def is_public_already(self) -> bool:
        """Published with this very version, and saying what it says: nothing has to be done."""
        return bool(
            self.page.live
            and self.content is not None
            and self.revision is not None
            and self.page.live_revision_id == self.revision.pk
            and content_digest(self.page) == content_digest(self.content)
        )

    def object_to(self, message: Any, code: str) -> None:
        self.objections.append(Objection(NON_FIELD_ERRORS, message, code))


class Blocked(ValidationError):
    """A release does not go live: `candidates` are the pages that keep it from it."""

    def __init__(self, candidates: "Iterable[Candidate]") -> None:
        self.candidates = list(candidates)
        super().__init__([told_of(one) for one in self.candidates], code="blocked")


def told_of(candidate: Candidate) -> str:
    """A page and all that keeps it from going live, in one sentence for each."""
    said = []
    for one in candidate.objections:
        named = "" if one.field == NON_FIELD_ERRORS else gate.label_of(candidate.page, one.field)
        said.append(f"{named}: {one.message}" if named else str(one.message))
    title = candidate.page.get_admin_display_title()
    named = _("“%(title)s” (%(language)s)") % {
        "title": title,
        "language": candidate.page.locale.language_code,
    }
    return f"{named}: {' '.join(said)}"


def dry_run(
    release: Release, user: Any, *, at: datetime | None = None, foreseen: bool = False
) -> list[Candidate]:
    """Every page of the release with what keeps it from going live at `at` (now), in tree order.

    `foreseen`: it was scheduled, and who did that need not be asked again: what is cleared goes
    live, what is not does not.
    """
    moment = at or clock.now()
    candidates = list(_candidates(release))
    for candidate in candidates:
        if not candidate.is_public_already:
            _examine(candidate, user, moment, foreseen=foreseen)
    _compare_addresses(candidates)
    return candidates


def blocked(candidates: Iterable[Candidate]) -> list[Candidate]:
    return [one for one in candidates if one.objections]


def require_open(candidates: Iterable[Candidate]) -> None:
    """Raises Blocked, a ValidationError, when one of them is kept from going live."""
    if found := blocked(candidates):
        raise Blocked(found)


def _candidates(release: Release) -> Iterator[Candidate]:
    """Read in a few statements, however many there are."""
    members = list(in_tree_order(release).select_related("revision"))
    pages: dict[int, Page] = {
        page.pk: page
        for page in Page.objects.filter(pk__in=[member.page_id for member in members])
        .annotate_approved_schedule()
        .specific()
    }
    latest = Revision.objects.in_bulk(
        [pages[one.page_id].latest_revision_id for one in members if one.revision_id is None]
    )
    for member in members:
        page = pages[member.page_id]
        page.locale = member.page.locale
        revision = member.revision or latest.get(page.latest_revision_id)
        if revision is None or page.alias_of_id is not None:
            yield Candidate(member, page, None, None)
        else:
            revision.content_object = page
            yield Candidate(member, page, revision, page.with_content_json(revision.content))


def _examine(candidate: Candidate, user: Any, moment: datetime, *, foreseen: bool) -> None:
    page, content = candidate.page, candidate.content
    if page.alias_of_id is not None:
        candidate.object_to(ALIAS, "alias")
    elif content is None:
        candidate.object_to(NO_VERSION, "no_version")
    else:
        if page.locked:
            candidate.object_to(LOCKED, "locked")
        if page.approved_schedule:
            candidate.object_to(OWN_SCHEDULE, "own_schedule")
        if content.expire_at is not None and content.expire_at <= moment:
            candidate.object_to(EXPIRED, "expired")
        candidate.objections += _approvals(candidate, user, foreseen=foreseen)
        candidate.objections += _gate(content)


def _approvals(candidate: Candidate, user: Any, *, foreseen: bool) -> list[Objection]:
    assert candidate.content is not None
    if foreseen:
        if is_cleared(candidate.content):
            return []
        return [Objection(NON_FIELD_ERRORS, NOT_CLEARED, "not_cleared")]
    return may_go_live(
        page=candidate.content, revision=candidate.revision, user=user, path=current_path()
    )


def _gate(content: Page) -> Iterator[Objection]:
    """What the gate and the page's own validation will say when it is saved live."""
    yield from gate.objections(content)
    yield from gate.place_objections(
        content, content._get_basepath(content.path, content.depth - 1)
    )
    live, content.live = content.live, True
    try:
        content.full_clean()
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                yield Objection(name, message, "invalid")
    finally:
        content.live = live


def _compare_addresses(candidates: list[Candidate]) -> None:
    """Two that go live below one parent under one slug: the database would refuse the second."""
    by_address: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for one in candidates:
        if one.content is not None:
            parent = one.page.path[: -Page.steplen]
            by_address[parent, one.content.slug].append(one)
    for sharing in by_address.values():
        for one in sharing if len(sharing) > 1 else ():
            one.object_to(SAME_ADDRESS, "same_address")
