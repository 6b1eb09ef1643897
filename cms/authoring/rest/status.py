"""How far a document is: its state, what waits, what its reviewers said, what one may do now."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from wagtail.models import Page

from cms.audit.models import Decision
from cms.authoring.rest.acts import ACTS
from cms.authoring.rest.callers import Caller
from cms.core import gate
from cms.core.problems import Fault, NotFound
from cms.core.visibility import sees_everything
from cms.editorial import policies
from cms.editorial.models.submissions import GivenReason, Review, Submission
from cms.editorial.selectors import history_of, latest_submissions, named, standing
from cms.publication.authored.port import item_drafts
from cms.publication.digest import content_digest

Json = dict[str, Any]
MOST_DECISIONS = 200


def document(caller: Caller, key: UUID, locale: str) -> Page:
    """The document's page in that language. Raises NotFound, NoSuchItem."""
    page = item_drafts().documents(caller.author, key).get(locale)
    if page is None:
        raise NotFound("There is no such item.")
    return page


def status_of(caller: Caller, page: Page) -> Json:
    """All of it, as this caller may know it."""
    draft = page.get_latest_revision_as_object()
    submission = policies.submission_of(page)
    return {
        "state": state_of(page),
        "live": page.live,
        "path": page.public_path if page.live else None,
        "has_unpublished_changes": page.has_unpublished_changes,
        "digest": content_digest(draft),
        "allowed_actions": allowed_actions(caller, page),
        "blocking": [_fault(one) for one in objections(page, draft)],
        "submission": _submission(caller, submission) if submission else None,
        "reviews": [_review(caller, one) for one in _reviews(submission)],
        "reasons": [_reason(page, one) for one in _reasons(page)],
    }


def state_of(page: Page) -> str:
    """In the words of the moderation: draft, submitted, in_review, changes_requested, rejected,
    scheduled, published, expired, unpublished."""
    stands = standing(page, latest_submissions([page.pk]).get(page.pk))
    if stands is not None:
        return str(stands.status)
    if page.live:
        return "published"
    if page.approved_schedule:
        return "scheduled"
    if page.expired:
        return "expired"
    return "draft" if page.first_published_at is None else "unpublished"


def allowed_actions(caller: Caller, page: Page) -> list[str]:
    """What the caller's user may do now, as far as the token's scopes go."""
    scopes = set(caller.token.scopes)
    allowed = policies.allowed_acts(caller.user, page)
    return [one for one in allowed if one in ACTS and scopes & set(ACTS[one].scopes)]


def objections(page: Page, draft: Page) -> list[Fault]:
    """What keeps the draft from going live, named as an item's writer names it."""
    found = [*gate.objections(draft), *gate.place_objections(draft, _parent_path(page))]
    return [fault_at(page, one.field, str(one.message), one.code) for one in found]


def fault_at(page: Page, field: str, message: str, code: str) -> Fault:
    return Fault(f"item.{item_drafts().loc_of(page, field)}", message, code)


def history(caller: Caller, page: Page) -> list[Json]:
    """What was decided, the newest first; notes among reviewers are for those alone."""
    staff = sees_everything(caller.user)
    rows = named(history_of(page.pk, private=staff)[:MOST_DECISIONS])
    return [_decision(page, row, staff) for row in rows]


def _decision(page: Page, row: Decision, staff: bool) -> Json:
    reasons: Iterable[Mapping[str, str]] = row.data.get("reasons") or ()
    return {
        "id": str(row.pk),
        "act": row.act,
        "at": row.at.isoformat(),
        "by": row.person or None,
        "review": row.task or None,
        "public_text": row.public_text,
        "private_note": row.private_note if staff else None,
        "reasons": [
            {
                "code": one.get("code", ""),
                "field": one.get("field", ""),
                "loc": _loc(page, one.get("field", "")),
                "severity": one.get("severity", ""),
                "text": one.get("text", ""),
            }
            for one in reasons
        ],
    }


def _parent_path(page: Page) -> str:
    return page.path[: -page.steplen]


def _fault(fault: Fault) -> Json:
    return {"loc": fault.loc, "msg": fault.msg, "code": fault.code}


def _submission(caller: Caller, submission: Submission) -> Json:
    return {
        "submitted_at": submission.submitted_at.isoformat(),
        "due_at": submission.due_at.isoformat(),
        "urgent": submission.urgent,
        "note": submission.note,
        "warnings": [
            {
                "field": one["field"],
                "message": gate.worded(one["code"], one["params"], reader=caller.user),
                "code": one["code"],
            }
            for one in submission.warnings
        ],
    }


def _reviews(submission: Submission | None) -> list[Review]:
    """Those of the stage the page is in."""
    if submission is None:
        return []
    state = submission.workflow_state.current_task_state_id
    rows = Review.objects.filter(submission=submission, task_state=state)
    return list(rows.select_related("assignee", "group").order_by("pk"))


def _review(caller: Caller, review: Review) -> Json:
    """Who has it is told to those who give it."""
    asked = policies.is_reviewer(caller.user, review)
    holder = review.holder
    return {
        "kind": review.kind,
        "status": review.status,
        "quorum": review.quorum,
        "claimed": holder is not None,
        "assignee": holder.get_username() if holder and asked else None,
        "asks_you": asked,
    }


def _reasons(page: Page) -> Iterable[GivenReason]:
    """What its author has yet to mend, or why it was rejected."""
    stands = standing(page, latest_submissions([page.pk]).get(page.pk))
    return GivenReason.objects.filter(submission=stands, settled_at=None) if stands else ()


def _reason(page: Page, one: GivenReason) -> Json:
    return {
        "code": one.code,
        "field": one.field,
        "loc": _loc(page, one.field),
        "severity": one.severity,
        "text": one.text,
    }


def _loc(page: Page, field: str) -> str | None:
    return f"item.{item_drafts().loc_of(page, field)}" if field else None
