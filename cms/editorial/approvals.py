"""The one question: may this revision go live? Asked early by forms, the API and the schedule;
the last door (`cms.publication.clearance`) asks for nothing but what is granted here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision, Workflow

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.audit.recording import current_path, record
from cms.core import clock
from cms.core.gate import Objection, refusal
from cms.editorial.facts import facts_of
from cms.editorial.models.rules import ReviewRule
from cms.editorial.models.submissions import Approval
from cms.editorial.policies import is_reviewer
from cms.editorial.workflow.asking import called_for, rules_of
from cms.publication.clearance import Authority, NotCleared, is_cleared
from cms.publication.digest import content_digest
from cms.publication.models import Clearance

NOBODY = gettext_lazy("Somebody must be named who publishes it.")
NOT_ALLOWED = gettext_lazy("You may not publish here.")
# Kinds of tasks whose approvals are bound to content.
OURS = frozenset({("editorial", "automaticchecks"), ("editorial", "reviewstage")})


def may_go_live(
    *,
    page: Page,
    revision: Revision | None,
    user: Any,
    path: str,
    parent: Page | None = None,
) -> list[Objection]:
    """Every approval that keeps this content from being public; none when it may be.

    `page` is as it would go live (`revision` is what it was read from, if it was), `user` whoever
    publishes it, `path` how (`cms.audit` Decision.Path). What is cleared may go live whoever asks
    for it, but somebody must: no user means denied. `parent` is where a page that is not saved yet
    will be.
    """
    if denied := _nobody(user):
        return denied
    if page.pk and is_cleared(page):
        return []
    return _objections(page, user, parent)


def before_publishing(*, page: Page, revision: Revision, user: Any, digest: str) -> None:
    """Asked when a revision is published or scheduled, before anything is written; `page` is as
    the revision has it, which `digest` is that of.

    Where no workflow applies, whoever may publish there clears it by doing so. Raises Refused
    where approvals are missing: also of what goes live later, when nobody is there to be told; and
    where nobody is named, but for the schedule: it says who scheduled.
    """
    cleared = is_cleared(page, digest)
    if current_path() == Decision.Path.SCHEDULE:
        if not cleared:
            raise NotCleared(page)
        return
    if objected := _nobody(user):
        raise refusal(page, objected)
    if not cleared:
        if objected := _objections(page, user):
            raise refusal(page, objected)
        decided = Authority(Clearance.Kind.DIRECT, "published_directly", user)
        whose = facts_of(page).institution_id
        decided.clear(page, revision=revision, digest=digest, institution_id=whose)
    if page.go_live_at is not None and page.go_live_at > clock.now():
        _note_schedule(page, revision, user, digest)


def _nobody(user: Any) -> list[Objection]:
    if user is None or not user.is_active:
        return [Objection(NON_FIELD_ERRORS, NOBODY, "nobody")]
    return []


def _objections(page: Page, user: Any, parent: Page | None = None) -> list[Objection]:
    """Of content that nobody has cleared."""
    place = page if page.pk else parent
    if place is None:
        return [Objection(NON_FIELD_ERRORS, NOT_ALLOWED, "not_allowed")]
    workflow = place.get_workflow() if place.has_workflow else None
    if workflow is not None:
        missing = list(_missing(page, workflow)) if page.pk else []
        return missing or [_not_submitted(page)]
    if not place.permissions_for_user(user).may_publish_here():
        return [Objection(NON_FIELD_ERRORS, NOT_ALLOWED, "not_allowed")]
    return []


def _note_schedule(content: Page, revision: Revision, user: Any, digest: str) -> None:
    """That it goes live later is a decision of its own; once, whoever approved it just now."""
    just_noted = Decision.objects.filter(number=None, act="scheduled", revision_id=revision.pk)
    if not just_noted.exists():
        record(
            act="scheduled",
            actor=user,
            page=content,
            revision=revision,
            digest=digest,
            institution_id=facts_of(content).institution_id,
            data={"go_live_at": content.go_live_at},
        )


def missing_rules(page: Page, workflow: Workflow, digest: str) -> list[ReviewRule]:
    """The reviews this content calls for that have not been approved by as many as they ask."""
    given = given_approvals(page.pk, digest)
    return [
        rule
        for rule in called_for(rules_of(workflow), page)
        if given[rule.stage_id, rule.kind] < rule.quorum
    ]


def given_approvals(page_id: int, digest: str) -> "Counter[tuple[int, str]]":
    """How many have approved this content, by stage and kind of review.

    An approval by a link counts as long as whoever lent the right gives that review themselves.
    """
    rows = Approval.objects.filter(page_id=page_id, digest=digest, revoked_at=None)
    return Counter((one.task_id, one.kind) for one in rows if not one.guest or _still_lent(one))


def _still_lent(approval: Approval) -> bool:
    rule = ReviewRule.objects.filter(stage=approval.task_id, kind=approval.kind).first()
    lender = User.objects.filter(pk=approval.user_id).first()
    return rule is not None and is_reviewer(lender, rule)


def foreign_tasks(workflow: Workflow) -> list[str]:
    """Tasks of a workflow that are none of ours: what they approve is bound to no content."""
    tasks = workflow.tasks.filter(active=True).select_related("content_type")
    return [
        task.name
        for task in tasks
        if (task.content_type.app_label, task.content_type.model) not in OURS
    ]


def stages_missing(workflow: Workflow) -> bool:
    """Whether a workflow asks nobody, whatever the content: what goes through it was not reviewed.
    Automatic checks alone approve nothing, nor does a stage that has no rule."""
    return not rules_of(workflow)


def _missing(page: Page, workflow: Workflow) -> Iterator[Objection]:
    digest = content_digest(page)
    for rule in missing_rules(page, workflow, digest):
        told = _("Its %(review)s is missing (%(group)s).") % {
            "review": rule.get_kind_display().lower(),
            "group": rule.group.name,
        }
        yield Objection(NON_FIELD_ERRORS, told, "approval_missing")


def _not_submitted(page: Page) -> Objection:
    told = _("This version has not been through its review: submit it.")
    return Objection(NON_FIELD_ERRORS, told, "approval_missing")


def in_words(objections: Iterable[Objection]) -> str:
    return " ".join(str(one.message) for one in objections)
