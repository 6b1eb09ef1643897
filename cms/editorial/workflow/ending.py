"""How a workflow ends: the page goes live with the approvals it asked for, or not at all."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.core.gate import Objection, refusal
from cms.editorial.approvals import foreign_tasks, missing_rules, stages_missing
from cms.editorial.models.submissions import Approval, Review, Submission
from cms.editorial.notices import telling
from cms.editorial.releases.selectors import open_membership
from cms.editorial.spot_checks import draw
from cms.editorial.trust import rise
from cms.publication import clearance
from cms.publication.digest import content_digest
from cms.publication.models import Clearance
from cms.publication.unit_of_work import publishing


def publish_approved(sender: Any, workflow_state: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Clear the page's latest revision and publish it; what waits for its release, clear alone.

    Raises Refused where an approval that the content calls for is missing, PermissionDenied
    without a user.
    """
    if user is None or not user.is_active:
        raise PermissionDenied
    with publishing():
        revision = workflow_state.content_object.get_latest_revision()
        page = revision.as_object()
        digest = content_digest(page)
        _require_approvals(workflow_state, page, digest)
        by_hand = Approval.objects.filter(page_id=page.pk, digest=digest, revoked_at=None).exists()
        submission = Submission.objects.filter(workflow_state=workflow_state).first()
        waits_for = open_membership(page.pk)
        decision = record(
            act="approved_for_release" if waits_for else _act_of(page),
            actor=user,
            page=page,
            revision=revision,
            digest=digest,
            institution_id=submission.institution_id if submission else None,
            data={"release": waits_for.release_id} if waits_for else None,
        )
        kind = Clearance.Kind.APPROVED if by_hand else Clearance.Kind.AUTOMATIC
        clearance.grant(page, kind=kind, decision=decision, digest=digest)
        Submission.objects.filter(workflow_state=workflow_state).update(
            status=Submission.Status.APPROVED, ended_at=clock.now()
        )
        _weigh(page, submission, decision, by_hand=by_hand)
        if waits_for is None:
            revision.publish(user=user, skip_permission_checks=True)
        else:
            waits_for.revision = revision
            waits_for.save(update_fields=["revision"])
        if submission is not None:
            live = decision.act == "published"
            telling.told_approved(submission, _last_words(page.pk), live=live)


def _weigh(page: Page, submission: Submission | None, decision: Decision, *, by_hand: bool) -> None:
    """What it says of its institution's trust; what no human saw may be looked at afterwards."""
    if not by_hand:
        draw(page, decision)
    elif submission is not None:
        rise(submission.institution_id)


def _last_words(page_id: int) -> str:
    """What the last approval said to the author."""
    approved = Decision.objects.filter(page_id=page_id, act="approved").order_by("at")
    words = approved.values_list("public_text", flat=True).last()
    return words or ""


def _act_of(page: Any) -> str:
    later = page.go_live_at is not None and page.go_live_at > clock.now()
    return "scheduled" if later else "published"


def _require_approvals(workflow_state: WorkflowState, page: Any, digest: str) -> None:
    """Those asked for by the workflow the page is under now, which need not be the one it is in;
    where none applies any more, by that one."""
    workflow = page.get_workflow() or workflow_state.workflow
    missing = [
        _("Its %(review)s is missing (%(group)s).")
        % {"review": rule.get_kind_display().lower(), "group": rule.group.name}
        for rule in missing_rules(page, workflow, digest)
    ]
    missing += [
        _("The task “%(task)s” binds no approval to content.") % {"task": name}
        for name in foreign_tasks(workflow)
    ]
    if stages_missing(workflow):
        missing.append(_("Its workflow has no stage that could approve it."))
    if missing and workflow.pk != workflow_state.workflow_id:
        missing.append(_("Another workflow applies to it now: withdraw it and submit it again."))
    if missing:
        raise refusal(
            page, [Objection(NON_FIELD_ERRORS, told, "approval_missing") for told in missing]
        )


def note_cancelled(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Wagtail's own ways to end a workflow: its submission was withdrawn by whoever did."""
    submission = Submission.objects.active().filter(workflow_state=instance).first()
    if submission is None:
        return
    now = clock.now()
    Submission.objects.filter(pk=submission.pk).update(
        status=Submission.Status.WITHDRAWN, ended_at=now
    )
    Review.objects.filter(submission=submission, status=Review.Status.OPEN).update(
        status=Review.Status.ENDED, closed_at=now
    )
    page = submission.page.specific
    record(
        act="withdrawn",
        actor=user,
        page=page,
        revision=page.latest_revision_id,
        institution_id=submission.institution_id,
    )
    telling.told_withdrawn(submission, "", by=user)
