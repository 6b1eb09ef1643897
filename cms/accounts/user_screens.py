"""The admin's screens for accounts and groups: those kept by hand (`cms.core.derived`).

Which groups of institutions somebody sits in follows from their memberships: the form neither
shows nor changes it.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection
from wagtail.users import forms
from wagtail.users.views import groups, users

from cms.core.admin_screens.groups import GroupsByHand, groups_by_hand
from cms.core.derived import by_hand, is_derived
from cms.core.visibility import NOTHING


class KeepsDerivedGroups(GroupsByHand):
    """Mixin of a user's forms."""

    def chosen_before(self, name: str) -> Q:
        return NOTHING

    def clean_groups(self) -> QuerySet[Group]:
        """Those chosen, and those the person is in by their memberships."""
        user = self.instance  # type: ignore[attr-defined]
        chosen = Q(pk__in=self.cleaned_data["groups"])  # type: ignore[attr-defined]
        if not user.pk:
            return Group.objects.filter(chosen)
        kept = user.groups.filter(is_derived(Group))
        return Group.objects.filter(chosen | Q(pk__in=kept.values("pk")))


class UserCreationForm(KeepsDerivedGroups, forms.UserCreationForm):
    pass


class UserEditForm(KeepsDerivedGroups, forms.UserEditForm):
    pass


class UserFilters(users.UserFilterSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"] = users.GroupFilter(
            field_name="groups",
            queryset=lambda request: groups_by_hand(),
            label=_("Group"),
            use_subquery=kwargs.get("is_searching", False),
            widget=CheckboxSelectMultiple,
        )

    class Meta(users.UserFilterSet.Meta):
        pass


class Users(users.UserViewSet):
    filterset_class = UserFilters

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return UserEditForm if for_update else UserCreationForm


class CollectionsByHand:
    """Mixin of the rows of a group's form that give rights on files of a collection.

    Whoever shall work with an institution's files becomes a member of it.
    """

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)  # type: ignore[misc]
        if field := form.fields.get("collection"):
            held = Q(group_permissions__group=self.instance.pk)  # type: ignore[attr-defined]
            offered = by_hand(Collection) | Q(pk__in=Collection.objects.filter(held).values("pk"))
            field.queryset = field.queryset.filter(offered)


class Panels:
    """Mixin of the screens that add and change a group."""

    @cached_property
    def permission_panel_forms(self) -> list[Any]:
        classes = groups.get_permission_panel_classes()
        return [
            type(one.__name__, (CollectionsByHand, one), {})(
                **self.get_permission_panel_form_kwargs(one)  # type: ignore[attr-defined]
            )
            if hasattr(one, "add_fields")
            else one(**self.get_permission_panel_form_kwargs(one))  # type: ignore[attr-defined]
            for one in classes
        ]


class GroupIndexView(groups.IndexView):
    def get_base_queryset(self) -> QuerySet[Group]:
        return groups_by_hand()


class GroupCreateView(Panels, groups.CreateView):
    pass


class GroupEditView(Panels, groups.EditView):
    def get_object(self, queryset: Any = None) -> Group:
        return kept_by_hand(super().get_object(queryset))


class GroupDeleteView(groups.DeleteView):
    def get_object(self, queryset: Any = None) -> Group:
        return kept_by_hand(super().get_object(queryset))


def kept_by_hand(group: Group) -> Group:
    """Raises Http404 for a group whose rights are derived: they would not last."""
    return get_object_or_404(groups_by_hand(), pk=group.pk)


class Groups(groups.GroupViewSet):
    index_view_class = GroupIndexView
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView
