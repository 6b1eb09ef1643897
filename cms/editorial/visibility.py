"""Who sees what is in review in the admin: those it asks. And the audit log: who may read it."""

from typing import Any

from django.db.models import Q

from cms.audit.models import Decision
from cms.core.visibility import EVERYTHING, NOTHING, Rule, register
from cms.editorial.models.submissions import Review, Submission
from cms.editorial.policies import ASSIGN

READ_LOG = "audit.view_decision"


def my_submissions(user: Any) -> Q:
    """Those with a review that one of the person's groups gives."""
    if user.has_perm(ASSIGN):
        return EVERYTHING
    asked = Review.objects.filter(group__in=user.groups.values("pk"))
    return Q(pk__in=asked.values("submission"))


def my_decisions(user: Any) -> Q:
    return EVERYTHING if user.has_perm(READ_LOG) else NOTHING


def register_rules() -> None:
    register(Decision, Rule(mine=my_decisions))
    register(Submission, Rule(mine=my_submissions))
