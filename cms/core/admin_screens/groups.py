"""Forms that offer groups offer those kept by hand (`cms.core.derived`)."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.forms import ModelChoiceField
from wagtail.admin.views import workflows
from wagtail.users.views.bulk_actions import AssignRoleBulkAction
from wagtail.users.views.bulk_actions.assign_role import RoleForm

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
        return Q(pk__in=getattr(instance, name).values("pk"))


def _is_of_groups(field: ModelChoiceField[Any]) -> bool:
    return field.queryset is not None and field.queryset.model is Group


class GroupForm(GroupsByHand, RoleForm):
    pass


class AssignGroup(OnlyMine, AssignRoleBulkAction):
    form_class = GroupForm


def groups_by_hand() -> QuerySet[Group]:
    """For filters and listings."""
    return Group.objects.filter(by_hand(Group))


def _narrowed(form_class: type[Any] | None, chosen: Q | None = None) -> type[Any] | None:
    """The form of a task, made by Wagtail for this request alone."""
    if form_class is not None:
        for field in form_class.base_fields.values():
            if isinstance(field, ModelChoiceField) and _is_of_groups(field):
                field.queryset = Group.objects.filter(by_hand(Group) | (chosen or NOTHING))
    return form_class


class CreateTask(workflows.CreateTask):
    """The groups that approve are the portal's."""

    def get_form_class(self) -> type[Any] | None:
        return _narrowed(super().get_form_class())


class EditTask(workflows.EditTask):
    def get_form_class(self) -> type[Any] | None:
        chosen = Q(pk__in=Group.objects.filter(groupapprovaltask=self.object.pk).values("pk"))
        return _narrowed(super().get_form_class(), chosen)


class MakesTasks:
    """Mixin of the chooser of tasks, which makes new ones too."""

    def get_create_form_class(self) -> type[Any] | None:
        return _narrowed(super().get_create_form_class())  # type: ignore[misc]


class TaskChooser(MakesTasks, workflows.TaskChooserView):
    pass


class TaskChooserCreate(MakesTasks, workflows.TaskChooserCreateView):
    pass
