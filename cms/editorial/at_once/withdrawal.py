"""What is public goes down at once: by its own institution, or by who publishes there."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.editorial import policies
from cms.editorial.facts import facts_of
from cms.editorial.models.submissions import Approval, Submission
from cms.editorial.notices import telling
from cms.editorial.workflow import steps
from cms.editorial.workflow.deciding import Reason, note_reasons, require_reasons
from cms.editorial.workflow.opening import open_reviews, running_stage
from cms.publication import clearance
from cms.publication.digest import content_digest
from cms.publication.unit_of_work import publishing


def take_down(
    *,
    page: Page,
    user: Any,
    reasons: Sequence[Reason],
    public_text: str = "",
    private_note: str = "",
) -> Decision:
    """By who publishes there: what was approved of it counts no more, it comes back through a
    review. Raises PermissionDenied; ValidationError keyed by field without a reason."""
    with publishing():
        page = steps.locked(page)
        if not policies.may_take_down(user, page):
            raise PermissionDenied
        reasons = require_reasons(reasons, public_text)
        digest = content_digest(page)
        decision = _record(
            "taken_down",
            user,
            page,
            digest,
            data={"reasons": [asdict(one) for one in reasons]},
            public_text=public_text,
            private_note=private_note,
        )
        approvals = Approval.objects.filter(page_id=page.pk, revoked_at=None)
        approvals.update(revoked_at=clock.now())
        _down(page, user)
        if running := running_stage(page):  # its next version: those who approved it look again
            submission, state = running
            open_reviews(state, submission, page.get_latest_revision_as_object())
        last = Submission.objects.filter(page_id=page.pk).order_by("-pk").first()
        if last is not None:
            note_reasons(last, decision, reasons)
        telling.told_down(page, public_text, reasons)
        return decision


def withdraw_from_portal(*, page: Page, user: Any, reason: str) -> Decision:
    """By those whose page it is. Approvals of that very content stand: submitted again
    unchanged, it asks nobody twice. Raises PermissionDenied; ValidationError without a reason."""
    with publishing():
        page = steps.locked(page)
        if not policies.may_withdraw_from_portal(user, page):
            raise PermissionDenied
        if not reason.strip():
            raise steps.wrong("reason", _("Say why you withdraw it."), "required")
        digest = content_digest(page)
        decision = _record("withdrawn_from_portal", user, page, digest, public_text=reason.strip())
        _down(page, user)
        telling.told_down(page, reason.strip(), by=user)
        return decision


def _down(page: Page, user: Any) -> None:
    """Whoever may was asked: an institution takes off what it could not publish."""
    clearance.revoke(page.pk)
    UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)


def _record(act: str, user: Any, page: Page, digest: str, **said: Any) -> Decision:
    return record(
        act=act,
        actor=user,
        page=page,
        revision=page.live_revision_id,
        digest=digest,
        institution_id=facts_of(page).institution_id,
        **said,
    )
