"""Forms that offer groups offer those kept by hand (`cms.core.derived`)."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404
from django.utils.functional import cached_property
from wagtail.admin.views import workflows
from wagtail.users.views.bulk_actions import AssignRoleBulkAction
from wagtail.users.views.bulk_actions.assign_role import RoleForm
from wagtail.workflows import get_task_types

from cms.core.admin_screens.bulk import OnlyMine
from cms.core.derived import by_hand
from cms.core.visibility import NOTHING


class GroupsByHand:
    """Mixin of any form with a choice of groups; what was chosen before stays chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            if isinstance(field, ModelChoiceField) and _is_of_groups(field):
                field.queryset = Group.objects.filter(by_hand(Group) | self.chosen_before(name))

    def chosen_before(self, name: str) -> Q:
        instance = getattr(self, "instance", None)
        if instance is None or not instance.pk:
            return NOTHING
        chosen = getattr(instance, name)
        return Q(pk__in=chosen.values("pk")) if hasattr(chosen, "values") else Q(pk=chosen.pk)


def _is_of_groups(field: ModelChoiceField[Any]) -> bool:
    return field.queryset is not None and field.queryset.model is Group


class GroupForm(GroupsByHand, RoleForm):
    pass


class AssignGroup(OnlyMine, AssignRoleBulkAction):
    form_class = GroupForm


def groups_by_hand() -> QuerySet[Group]:
    """For filters and listings."""
    return Group.objects.filter(by_hand(Group))


class CreateTask(workflows.CreateTask):
    """Of the kinds that are offered."""

    @cached_property
    def model(self) -> type[Any]:
        model: type[Any] = super().model
        if model not in get_task_types():
            raise Http404
        return model


class EditTask(workflows.EditTask):
    """The groups that approve are the portal's."""

    def get_form_class(self) -> type[Any]:
        """Made by Wagtail for this request alone."""
        chosen = Q(pk__in=Group.objects.filter(groupapprovaltask=self.object.pk).values("pk"))
        form_class: type[Any] = super().get_form_class()
        for field in form_class.base_fields.values():
            if isinstance(field, ModelChoiceField) and _is_of_groups(field):
                field.queryset = Group.objects.filter(by_hand(Group) | chosen)
        return form_class
