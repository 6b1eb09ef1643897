"""Who sees what of moderation in the admin: reviews those they ask, the audit log who may read it,
rules and spot checks who keeps them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from cms.audit.models import Decision
from cms.core.admin_addresses import name_arguments
from cms.core.visibility import EVERYTHING, NOTHING, Rule, Scope, register
from cms.editorial.models import FlagRule, Holiday, ReviewRule, SpotCheck, WorkingDay
from cms.editorial.models.submissions import Review, Submission
from cms.editorial.policies import ASSIGN
from cms.editorial.spot_checks import PERMISSION

READ_LOG = "audit.view_decision"


def my_submissions(user: Any) -> Q:
    """Those with a review that one of the person's groups gives."""
    if user.has_perm(ASSIGN):
        return EVERYTHING
    asked = Review.objects.filter(group__in=user.groups.values("pk"))
    return Q(pk__in=asked.values("submission"))


def my_decisions(user: Any) -> Q:
    return EVERYTHING if user.has_perm(READ_LOG) else NOTHING


def with_permission(name: str) -> Callable[[Any], Q]:
    """Everything for who has the permission, nothing for others."""
    return lambda user: EVERYTHING if user.has_perm(name) else NOTHING


def register_rules() -> None:
    for model, name in (
        (ReviewRule, "review_rules"),
        (FlagRule, "flag_rules"),
        (WorkingDay, "working_days"),
        (Holiday, "holidays"),
    ):
        label = model._meta.model_name
        register(model, Rule(mine=with_permission(f"editorial.change_{label}")))
        name_arguments(name, pk=(model._meta.label, Scope.MINE))
    register(SpotCheck, Rule(mine=with_permission(PERMISSION)))
    name_arguments("spot_check_settle", pk=("editorial.SpotCheck", Scope.MINE))
    register(Decision, Rule(mine=my_decisions))
    register(Submission, Rule(mine=my_submissions))
