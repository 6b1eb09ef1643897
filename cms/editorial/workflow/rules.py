"""Rules of reviews are kept: each change is in the audit log; what none asks for is said."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Workflow

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.editorial.models.rules import ReviewRule
from cms.editorial.models.stages import ReviewStage
from cms.editorial.workflow.asking import rules_of

KEPT = ("stage_id", "kind", "group_id", "quorum", "asked", "by_link")


@transaction.atomic
def keep_review_rule(*, rule: ReviewRule, user: Any) -> Decision | None:
    """Save a rule as it is in memory; None where nothing of it changed."""
    before = ReviewRule.objects.filter(pk=rule.pk).first()
    rule.save()
    was, now = _facts(before), _facts(rule)
    if was == now:
        return None
    return _record("changed" if before else "added", rule, user, before=was, after=now)


@transaction.atomic
def delete_review_rule(*, rule: ReviewRule, user: Any) -> Decision:
    decision = _record("deleted", rule, user, before=_facts(rule), after=None)
    rule.delete()
    return decision


def idle_stages() -> list[ReviewStage]:
    """Stages without a rule: pages pass them, asking nobody."""
    return list(ReviewStage.objects.filter(active=True, rules=None).order_by("name"))


def left_unasked(rule: ReviewRule) -> list[str]:
    """What nobody would look at any more without this rule, in sentences."""
    if ReviewRule.objects.filter(stage=rule.stage_id).exclude(pk=rule.pk).exists():
        passing = _("What no other rule of “%(stage)s” asks for passes it, and nobody has looked.")
        return [passing % {"stage": rule.stage}]
    told = [
        _(
            "It is the last rule of “%(stage)s”: without it the stage asks nobody, and pages"
            " pass it."
        )
        % {"stage": rule.stage}
    ]
    unseen = _(
        "Nothing else in the workflow “%(workflow)s” asks anybody: nothing could be submitted to it"
        " any more, nor go live by it."
    )
    workflows = Workflow.objects.active().filter(workflow_tasks__task=rule.stage_id)
    left = [one for one in workflows if all(other.pk == rule.pk for other in rules_of(one))]
    return [*told, *(unseen % {"workflow": workflow.name} for workflow in left)]


def _facts(rule: ReviewRule | None) -> dict[str, Any] | None:
    return {name: getattr(rule, name) for name in KEPT} if rule else None


def _record(change: str, rule: ReviewRule, user: Any, **states: Any) -> Decision:
    return record(
        act="review_rule",
        actor=user,
        title=str(rule),
        data={"rule": rule.pk, "change": change, **states},
    )
