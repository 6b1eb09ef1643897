"""Who sees institutions' records, and each other: the members of one institution.

And what nobody chooses by hand, since it is an institution's own.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from cms.accounts.models import User
from cms.core import derived
from cms.core.admin_addresses import name_arguments
from cms.core.visibility import EVERYTHING, NOTHING, Rule, Scope, register
from cms.institutions.models import Application, Institution, Membership
from cms.institutions.policies import decides_applications

RECORD = "institutions.Institution"


def records(user: Any) -> Q:
    """Those the person may look after, and those they are a member of."""
    policy = policy_registry.get_by_type(Institution)
    looked_after = policy.instances_user_has_any_permission_for(user, {"change", "view"})
    member_of = Membership.objects.filter(user=user).values("institution")
    return Q(pk__in=member_of) | Q(pk__in=looked_after.values("pk"))


def colleagues(user: Any) -> Q:
    """The members of one's institutions; everybody for who looks after all records' members."""
    if user.has_perm("institutions.change_institution"):
        return EVERYTHING
    shared = Membership.objects.filter(institution__memberships__user=user)
    return Q(pk__in=shared.values("user"))


def applications(user: Any) -> Q:
    """All of them for who decides."""
    return EVERYTHING if decides_applications(user) else NOTHING


def register_rules() -> None:
    register(Institution, Rule(mine=records))
    register(User, Rule(mine=colleagues))
    name_arguments("institution_records", pk=(RECORD, Scope.MINE))
    register(Application, Rule(mine=applications))
    name_arguments("applications", pk=("institutions.Application", Scope.MINE))
    name_arguments("institution_chooser", pk=(RECORD, Scope.VISIBLE), id=(RECORD, Scope.VISIBLE))


def name_derived() -> None:
    of_an_institution = Q(institution__isnull=False)
    derived.register(Group, of_an_institution | Q(edits_for__isnull=False))
    derived.register(Collection, of_an_institution)
