"""Who may look after institutions' records: staff with the permission, managers their own.

What a manager saves is a proposal; publishing it is a permission of its own.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.base import ModelPermissionPolicy

from cms.institutions.models import BARRED, Institution, Membership

# What a manager does with their own record. Records are not deleted but closed.
MANAGER_ACTIONS = frozenset({"change", "view"})


class InstitutionPolicy(ModelPermissionPolicy):
    """Model permissions over every record; a manager's membership over one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "delete":
            return False
        return bool(super().user_has_permission(user, action)) or (
            action in MANAGER_ACTIONS and managed_by(user).exists()
        )

    def user_has_any_permission(self, user: Any, actions: Collection[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete":
            return False
        return bool(super().user_has_permission(user, action)) or (
            action in MANAGER_ACTIONS and managed_by(user, action).filter(pk=instance.pk).exists()
        )

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Collection[str], instance: Any
    ) -> bool:
        return any(self.user_has_permission_for_instance(user, one, instance) for one in actions)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Collection[str]
    ) -> QuerySet[Institution]:
        if any(super(InstitutionPolicy, self).user_has_permission(user, one) for one in actions):
            return Institution.objects.all()
        allowed = MANAGER_ACTIONS & set(actions)
        if not allowed:
            return Institution.objects.none()
        return managed_by(user, "view" if "view" in allowed else "change")


def managed_by(user: Any, action: str = "view") -> QuerySet[Institution]:
    """The institutions a person is a manager of; a suspended or closed one they only view."""
    if not user.is_active:
        return Institution.objects.none()
    places = Membership.objects.filter(user=user, role=Membership.Role.MANAGER)
    managed = Institution.objects.filter(pk__in=places.values("institution"))
    return managed if action == "view" else managed.exclude(verification_state__in=BARRED)


def keeps_all_members(user: Any) -> bool:
    """Whether the person keeps every institution's members."""
    return bool(user.has_perm("institutions.change_membership"))


def keeps_members(user: Any, institution: Institution) -> bool:
    """Whether the person says who is a member of this institution, and in which role."""
    return keeps_all_members(user) or managed_by(user, "change").filter(pk=institution.pk).exists()


def decides(user: Any) -> bool:
    """Whether the person publishes or declines proposed changes, and validates institutions."""
    return bool(user.has_perm("institutions.publish_institution"))


def decides_applications(user: Any) -> bool:
    """Whether the person accepts and rejects institutions that apply."""
    return bool(user.is_active and user.has_perm("institutions.decide_application"))
