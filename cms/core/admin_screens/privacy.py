"""Whom a page or a collection is kept for: groups kept by hand that one may see the names of."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.generic.edit import ModelFormMixin, ProcessFormView
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.permissions import policy_registry

from cms.core.admin_screens.groups import GroupsByHand
from cms.core.visibility import visible_to


class GroupsSeen:
    """Mixin of the two screens."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        groups = form.fields["groups"]
        seen = visible_to(self.request.user, groups.queryset)  # type: ignore[attr-defined]
        if form.instance.pk:
            form.unseen = form.instance.groups.exclude(pk__in=seen.values("pk"))
        groups.queryset = seen
        return form


class KeepsGroupsUnseen(GroupsByHand):
    """Mixin of the two forms: who may not see that a group is let in does not shut it out."""

    unseen = Group.objects.none()
    cleaned_data: dict[str, Any]

    def clean_groups(self) -> QuerySet[Group]:
        chosen = [*self.cleaned_data["groups"], *self.unseen]
        return Group.objects.filter(pk__in=[group.pk for group in chosen])


class PagePrivacyForm(KeepsGroupsUnseen, PageViewRestrictionForm):
    class Meta(PageViewRestrictionForm.Meta):
        pass


class SetPrivacy(GroupsSeen, SetPrivacyView):
    form_class = PagePrivacyForm


class CollectionPrivacyForm(KeepsGroupsUnseen, CollectionViewRestrictionForm):
    class Meta(CollectionViewRestrictionForm.Meta):
        pass


class SetCollectionPrivacy(GroupsSeen, ModelFormMixin, ProcessFormView):
    """As Wagtail's, a function that names the form it uses."""

    form_class = CollectionPrivacyForm
    object: CollectionViewRestriction | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.collection = get_object_or_404(Collection, pk=kwargs["collection_id"])
        policy = policy_registry.get_by_type(Collection)
        if not policy.user_has_permission_for_instance(request.user, "change", self.collection):
            raise PermissionDenied
        restrictions = self.collection.get_view_restrictions().order_by("collection__depth")
        self.object = restrictions.first()
        if self.object and self.object.collection_id != self.collection.pk:
            return render_modal_workflow(
                request,
                "wagtailadmin/collection_privacy/ancestor_privacy.html",
                None,
                {"collection_with_restriction": self.object.collection},
            )
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() if self.object else {"restriction_type": "none"}

    def form_valid(self, form: Any) -> Any:
        is_public = form.cleaned_data["restriction_type"] == CollectionViewRestriction.NONE
        if not is_public:
            form.instance.collection = self.collection
            form.save()
        elif self.object:
            self.object.delete()
        done = {"step": "set_privacy_done", "is_public": is_public}
        return render_modal_workflow(self.request, None, None, None, json_data=done)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> Any:
        return render_modal_workflow(
            self.request,
            "wagtailadmin/shared/set_privacy.html",
            None,
            context | {"action_url": self.request.path, "object": self.collection},
            json_data={"step": "set_privacy"},
        )
