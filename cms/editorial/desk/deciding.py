"""What the desk's buttons do: each is one act of the services, for every review that was ticked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Task

from cms.editorial.desk.dossier import Dossier
from cms.editorial.desk.reasons import ReasonRows
from cms.editorial.models.submissions import Review
from cms.editorial.stakeholders import services as stakeholders
from cms.editorial.workflow import services
from cms.publication.unit_of_work import publishing


@dataclass
class Sent:
    """What was posted from the desk."""

    dossier: Dossier
    data: QueryDict

    def text(self, name: str) -> str:
        return str(self.data.get(name, "")).strip()

    @cached_property
    def reasons(self) -> ReasonRows:
        return ReasonRows(self.dossier.page, self.data)

    @property
    def is_written(self) -> bool:
        """Whether something stands there that is lost when the item is left."""
        texts = ("public_text", "private_note", "comment")
        return bool(self.reasons.written) or any(self.text(name) for name in texts)

    def without(self, names: tuple[str, ...]) -> "Sent":
        """What is left once these fields are dealt with."""
        left = self.data.copy()
        for name in names:
            left.pop(name, None)
        return Sent(self.dossier, left)

    @cached_property
    def reviews(self) -> list[Review]:
        """The ticked ones. Raises ValidationError, told to who comes second, when none is left."""
        chosen = set(self.data.getlist("reviews"))
        found = [one for one in self.dossier.reviews if str(one.pk) in chosen]
        if not found and chosen:
            told = self.dossier.obstacle or _("Its review went on meanwhile: look again.")
            raise ValidationError(told, code="changed")
        if not found:
            raise ValidationError(self.dossier.obstacle or _("Choose which review you give."))
        return found

    @cached_property
    def back_to(self) -> Task | None:
        """The earlier stage it goes back to; None is its author."""
        wanted = self.text("back_to")
        if not wanted:
            return None
        known = {str(task.pk): task for task in self.dossier.earlier_stages}
        if wanted not in known:
            raise ValidationError({"back_to": [_("Choose an earlier stage of this workflow.")]})
        return known[wanted]

    @cached_property
    def assignee(self) -> Any:
        known = {str(person.pk): person for person, _kinds in self.dossier.assignable}
        if self.text("assignee") not in known:
            raise ValidationError({"assignee": [_("Choose somebody who gives this review.")]})
        return known[self.text("assignee")]


def approve(sent: Sent) -> None:
    for review in sent.reviews:
        services.approve(
            review=review,
            user=sent.dossier.user,
            digest=sent.text("digest"),
            public_text=sent.text("public_text"),
            private_note=sent.text("private_note"),
        )


def request_changes(sent: Sent) -> None:
    services.request_changes(
        review=sent.reviews[0],
        user=sent.dossier.user,
        reasons=sent.reasons.given,
        public_text=sent.text("public_text"),
        private_note=sent.text("private_note"),
        back_to=sent.back_to,
    )


def reject(sent: Sent) -> None:
    """Asked twice, since nothing undoes it: with `confirmed` it is the second time."""
    if sent.reasons.given and not sent.text("confirmed"):
        told = _("Rejecting ends the review for good. Press “Reject” again to do so.")
        raise ValidationError({"confirmed": [ValidationError(told, code="confirm")]})
    services.reject(
        review=sent.reviews[0],
        user=sent.dossier.user,
        reasons=sent.reasons.given,
        public_text=sent.text("public_text"),
        private_note=sent.text("private_note"),
    )


def comment(sent: Sent) -> None:
    services.comment(
        page=sent.dossier.stored,
        user=sent.dossier.user,
        text=sent.text("comment"),
        private=bool(sent.text("comment_private")),
    )


def claim(sent: Sent) -> None:
    for review in sent.reviews:
        services.claim(review=review, user=sent.dossier.user)


def release(sent: Sent) -> None:
    held = [one for one in sent.dossier.reviews if one.holder is not None]
    own = [one for one in held if one.holder == sent.dossier.user]
    if not own and not sent.dossier.may_assign:
        raise PermissionDenied
    for review in own or held:
        services.release(review=review, user=sent.dossier.user)


def assign(sent: Sent) -> None:
    for review in sent.reviews:
        services.assign(review=review, to=sent.assignee, user=sent.dossier.user)


def invite(sent: Sent) -> None:
    """Mail somebody without an account a link."""
    stakeholders.invite(
        page=sent.dossier.stored,
        user=sent.dossier.user,
        name=sent.text("guest_name"),
        email=sent.text("guest_email"),
    )


def revoke_link(sent: Sent) -> None:
    link = stakeholders.link_of(sent.dossier.submission, sent.text("revoke_link"))
    stakeholders.revoke(link=link, user=sent.dossier.user)


@dataclass(frozen=True)
class Act:
    """A button: what it does, whether the next item follows, and which fields it deals with; a
    decision deals with all of them."""

    do: Callable[[Sent], None]
    moves_on: bool = False
    decides: bool = False
    uses: tuple[str, ...] = ()


ACTS: Mapping[str, Act] = {
    "approve": Act(approve, moves_on=True, decides=True),
    "request_changes": Act(request_changes, moves_on=True, decides=True),
    "reject": Act(reject, moves_on=True, decides=True),
    "comment": Act(comment, uses=("comment", "comment_private")),
    "claim": Act(claim),
    "release": Act(release, moves_on=True),
    "assign": Act(assign, moves_on=True),
    "invite": Act(invite, uses=("guest_name", "guest_email")),
    "revoke_link": Act(revoke_link),
}


def perform(act: Act, sent: Sent) -> None:
    """Of all reviews that are ticked, or of none. Whoever decides says what they have typed as a
    comment, too. What is refused leaves nothing behind, though its request has more to do."""
    with publishing(), transaction.atomic():
        if act.decides and sent.reviews and sent.text("comment"):
            comment(sent)
        act.do(sent)
