"""Who sees people and their tokens."""

from typing import Any

from django.db.models import Q

from cms.accounts.models import ApiToken, User
from cms.core.admin_addresses import USER, name_arguments
from cms.core.visibility import EVERYTHING, Rule, Scope, register


def people(user: Any) -> Q:
    """Everybody for those who look after accounts; for others themselves."""
    return EVERYTHING if user.has_perm("accounts.change_user") else Q(pk=user.pk)


def tokens(user: Any) -> Q:
    """One's own; a superuser, who sees everything, sees those of others."""
    return Q(user=user)


def register_rules() -> None:
    register(User, Rule(mine=people))
    register(ApiToken, Rule(mine=tokens))
    name_arguments("api_tokens", pk=("accounts.ApiToken", Scope.MINE))
    name_arguments("people_chooser", pk=(USER, Scope.VISIBLE), id=(USER, Scope.VISIBLE))
