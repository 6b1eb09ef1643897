"""Who sees what is in review in the admin: those it asks."""

from typing import Any

from django.db.models import Q

from cms.core.visibility import EVERYTHING, Rule, register
from cms.editorial.models.submissions import Review, Submission
from cms.editorial.policies import ASSIGN


def my_submissions(user: Any) -> Q:
    """Those with a review that one of the person's groups gives."""
    if user.has_perm(ASSIGN):
        return EVERYTHING
    asked = Review.objects.filter(group__in=user.groups.values("pk"))
    return Q(pk__in=asked.values("submission"))


def register_rules() -> None:
    register(Submission, Rule(mine=my_submissions))
