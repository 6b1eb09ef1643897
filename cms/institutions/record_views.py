"""Screens of one institution's record: a manager's changes are proposals, decided by staff."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import PublishMenuItem
from wagtail.snippets.views import snippets

from cms.core.matching import words_in
from cms.core.paginator import CountedPaginator
from cms.institutions.models import Institution
from cms.institutions.policies import decides, keeps_members

NAMES = ("legal_name", "town", "registration_number")


class InstitutionIndexView(snippets.IndexView):
    """All records for staff, their own for managers."""

    paginator_class = CountedPaginator
    page_title = gettext_lazy("Institution records")

    def get_base_queryset(self) -> QuerySet[Institution]:
        mine: QuerySet[Institution] = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, {"change", "view"}
        )
        return mine.annotate(members=Count("memberships", distinct=True))

    def search_queryset(self, queryset: QuerySet[Institution]) -> QuerySet[Institution]:
        return (
            queryset.filter(words_in(self.search_query, *NAMES)) if self.is_searching else queryset
        )

    @cached_property
    def columns(self) -> list[Any]:
        """Nothing is done to many records at once."""
        return [one for one in super().columns if not isinstance(one, BulkActionsCheckboxColumn)]


class OnlyOwnRecords:
    """On one record's screens: a manager reaches no other institution's, whatever the address."""

    permission_for_record = "change"

    def get_object(self, *args: Any, **kwargs: Any) -> Institution:
        record: Institution = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not policy_registry.get_by_type(Institution).user_has_permission_for_instance(
            self.request.user,  # type: ignore[attr-defined]
            self.permission_for_record,
            record,
        ):
            raise PermissionDenied
        return record


class SavedWhenSent:
    """A proposal is what somebody sends, not what they have typed so far."""

    autosave_enabled = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


class InstitutionCreateView(SavedWhenSent, snippets.CreateView):
    """Taking an institution in is a decision: its record is public as it stands."""

    def get_action(self, request: HttpRequest) -> str:
        return "publish"


class InstitutionEditView(SavedWhenSent, OnlyOwnRecords, snippets.EditView):
    """What is public stays as it is until somebody who may decide publishes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.has_unpublished_changes:
            self._tell_what_waits()
        return super().get(request, *args, **kwargs)

    def _tell_what_waits(self) -> None:
        buttons = [
            messages.button(self._address("revisions_compare", "live", "latest"), _("Compare"))
        ]
        if decides(self.request.user):
            told = _("Changes of this record wait for your decision: publish or decline them.")
            buttons.append(messages.button(self._address("decline"), _("Decline")))
        else:
            told = _(
                "Changes of this record wait for the portal's team;"
                " until then nothing changes in public."
            )
        messages.info(self.request, told, buttons=buttons)

    def _address(self, name: str, *args: Any) -> str:
        return reverse(f"institution_records:{name}", args=[self.object.pk, *args])

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *self._own_buttons()]

    def _own_buttons(self) -> Iterator[Button]:
        if keeps_members(self.request.user, self.object):
            yield Button(_("Members"), url=self._address("members"), icon_name="group", priority=40)
        if decides(self.request.user):
            yield Button(
                _("Standing"), url=self._address("standing"), icon_name="success", priority=50
            )


class InstitutionHistoryView(OnlyOwnRecords, snippets.HistoryView):
    pass


class InstitutionUsageView(OnlyOwnRecords, snippets.UsageView):
    pass


class InstitutionCompareView(OnlyOwnRecords, snippets.RevisionsCompareView):
    pass


class InstitutionDeleteView(OnlyOwnRecords, snippets.DeleteView):
    permission_for_record = "delete"


class InstitutionUnpublishView(snippets.UnpublishView):
    """A record is suspended or closed, not taken down."""

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponse:
        raise PermissionDenied


def arrange_actions(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Under a record's form: publishing first for who decides, and nothing that takes it down."""
    if context["model"] is not Institution:
        return
    if context["view"] == "create":
        items[:] = [PublishMenuItem()]
        return
    items[:] = [one for one in items if one.name != "action-unpublish"]
    items.sort(key=lambda one: one.name != "action-publish")
