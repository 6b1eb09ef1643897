"""What is done with a document in its review: a table, each act with what it is sent.

Who may is asked by the services, of the same table as in the admin (`cms.editorial.policies`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from wagtail.models import Page, Task

from cms.accounts.models import User
from cms.accounts.tokens import MODERATION_SCOPE, WRITE_SCOPE
from cms.core.problems import Conflict, Fault, Unprocessable
from cms.editorial import policies
from cms.editorial.at_once.cancellation import cancel_occurrence
from cms.editorial.at_once.emergency import publish_emergency
from cms.editorial.at_once.withdrawal import take_down, withdraw_from_portal
from cms.editorial.models.submissions import Review
from cms.editorial.workflow import services
from cms.publication.authored.port import item_drafts
from cms.publication.authored.values import CodeOf, Given, Words

LONG = 5_000  # characters of what people say
Kind = Literal["editorial", "accessibility", "rights", "translation", "stakeholder"]
Said = Annotated[str, Words(LONG)]
MOST_REASONS = 50


class Noting(Given):
    note: Said = ""


class Saying(Given):
    text: Annotated[str, Words(LONG, least=1)]
    private: Annotated[bool, Field(description="Among reviewers only.")] = False


class Choosing(Given):
    review: Annotated[
        Kind | None, Field(description="Which of the open reviews; needed where several ask you.")
    ] = None


class Assigning(Choosing):
    to: Annotated[str, Words(150, least=1), Field(description="A user name.")]


class Approving(Choosing):
    digest: Annotated[
        str,
        Words(64, least=1),
        Field(description="`digest` of the status: what you have seen, and no later version."),
    ]
    public_text: Said = ""
    private_note: Said = ""


class Reasoning(Given):
    code: Annotated[str, CodeOf("reasons", required=True)]
    field: Annotated[
        str, Words(100), Field(description="Where in the item, such as `texts.fr.summary`.")
    ] = ""
    severity: Literal["blocking", "advice"] = "blocking"
    text: Said = ""


class Justifying(Given):
    reasons: Annotated[list[Reasoning], Field(min_length=1, max_length=MOST_REASONS)]
    public_text: Said = ""
    private_note: Said = ""


class Refusing(Justifying, Choosing):
    """Of one review."""


class Returning(Refusing):
    back_to: Annotated[
        str | None, Field(description="An earlier stage of the workflow, by its name.")
    ] = None


class Explaining(Given):
    reason: Annotated[str, Words(LONG, least=1)]


class Cancelling(Given):
    uid: Annotated[UUID, Field(description="Of the item's occurrence.")]
    status: Annotated[str, CodeOf("occurrence_statuses", required=True)]
    note: Said = ""


@dataclass(frozen=True)
class Act:
    """`code` is that of `cms.editorial.policies.ACTS`; `do` is sent the page, who, and what."""

    code: str
    summary: str
    sent: type[Given]
    do: Callable[[Page, User, Any], Any]
    scopes: tuple[str, ...] = (MODERATION_SCOPE,)

    @property
    def path(self) -> str:
        return self.code.replace("_", "-")


def the_review(page: Page, user: User, kind: str | None) -> Review:
    """The open review that is meant. Raises Conflict where none is open, Unprocessable where
    several ask this person and none is named; whether they may is the service's question."""
    reviews = [one for one in policies.open_reviews(page) if kind in (None, one.kind)]
    if not reviews:
        raise Conflict(
            "No such review is open.", errors=[Fault("body.review", "None is open.", "ended")]
        )
    asked = [one for one in reviews if policies.is_reviewer(user, one)] or reviews
    if len(asked) > 1:
        kinds = ", ".join(one.kind for one in asked)
        told = f"Say which review: {kinds}."
        raise Unprocessable(told, errors=[Fault("body.review", told, "required")])
    return asked[0]


def _reasons(page: Page, sent: Justifying) -> list[services.Reason]:
    return [
        services.Reason(
            code=one.code,
            field=item_drafts().field_of(page, one.field.removeprefix("item.")) or None,
            severity=one.severity,
            text=one.text,
        )
        for one in sent.reasons
    ]


def _assign(page: Page, user: User, sent: Assigning) -> Any:
    to = User.objects.filter(username=sent.to, is_active=True).first()
    review = the_review(page, user, sent.review)
    if to is None and policies.may_assign(user, page):
        told = "Nobody of this name gives such a review."
        raise Unprocessable(told, errors=[Fault("body.to", told, "not_reviewer")])
    return services.assign(review=review, to=to, user=user)


def _approve(page: Page, user: User, sent: Approving) -> Any:
    return services.approve(
        review=the_review(page, user, sent.review),
        user=user,
        digest=sent.digest,
        public_text=sent.public_text,
        private_note=sent.private_note,
    )


def _request_changes(page: Page, user: User, sent: Returning) -> Any:
    review = the_review(page, user, sent.review)
    return services.request_changes(
        review=review,
        user=user,
        reasons=_reasons(page, sent),
        public_text=sent.public_text,
        private_note=sent.private_note,
        back_to=_stage(review, sent.back_to) if sent.back_to else None,
    )


def _stage(review: Review, name: str) -> Task:
    earlier = {one.name: one for one in services.earlier_stages(review)}
    if name not in earlier:
        told = f"There are: {', '.join(earlier)}." if earlier else "There is no earlier stage."
        raise Unprocessable(told, errors=[Fault("body.back_to", told, "unknown")])
    return earlier[name]


def _reject(page: Page, user: User, sent: Refusing) -> Any:
    return services.reject(
        review=the_review(page, user, sent.review),
        user=user,
        reasons=_reasons(page, sent),
        public_text=sent.public_text,
        private_note=sent.private_note,
    )


def _take_down(page: Page, user: User, sent: Justifying) -> Any:
    return take_down(
        page=page,
        user=user,
        reasons=_reasons(page, sent),
        public_text=sent.public_text,
        private_note=sent.private_note,
    )


def _cancel(page: Page, user: User, sent: Cancelling) -> Any:
    return cancel_occurrence(page=page, user=user, uid=sent.uid, status=sent.status, note=sent.note)


AUTHORS = (WRITE_SCOPE, MODERATION_SCOPE)
TABLE = (
    Act(
        "submit",
        "Send the draft for review",
        Noting,
        lambda page, user, sent: services.submit(page=page, user=user, note=sent.note),
        AUTHORS,
    ),
    Act(
        "withdraw",
        "Take it back from review",
        Noting,
        lambda page, user, sent: services.withdraw(page=page, user=user, note=sent.note),
        AUTHORS,
    ),
    Act(
        "comment",
        "Say something without deciding",
        Saying,
        lambda page, user, sent: services.comment(
            page=page, user=user, text=sent.text, private=sent.private
        ),
        AUTHORS,
    ),
    Act(
        "claim",
        "Take a review on yourself",
        Choosing,
        lambda page, user, sent: services.claim(
            review=the_review(page, user, sent.review), user=user
        ),
    ),
    Act(
        "release",
        "Give a review back",
        Choosing,
        lambda page, user, sent: services.release(
            review=the_review(page, user, sent.review), user=user
        ),
    ),
    Act("assign", "Give a review to somebody", Assigning, _assign),
    Act("approve", "Approve what you have seen", Approving, _approve),
    Act("request_changes", "Send it back with reasons", Returning, _request_changes),
    Act("reject", "Reject it with reasons", Refusing, _reject),
    Act(
        "publish_emergency",
        "Make the draft public at once, without its approvals",
        Explaining,
        lambda page, user, sent: publish_emergency(page=page, user=user, reason=sent.reason),
    ),
    Act("take_down", "Take it down at once, with reasons", Justifying, _take_down),
    Act(
        "withdraw_from_portal",
        "Take your own page off the portal at once",
        Explaining,
        lambda page, user, sent: withdraw_from_portal(page=page, user=user, reason=sent.reason),
        AUTHORS,
    ),
    Act(
        "cancel_occurrence",
        "Cancel, postpone or move a date at once",
        Cancelling,
        _cancel,
        AUTHORS,
    ),
)
ACTS = {act.code: act for act in TABLE}
