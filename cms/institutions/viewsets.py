"""The admin's screens for institutions' records, and the chooser other forms use."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.views.generic.usage import UsageView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from cms.core.codes import code_list
from cms.core.matching import NameSearchForm, words_in
from cms.core.visibility import visible_to
from cms.institutions.models import Institution, TrustLevel, VerificationState
from cms.institutions.panels import RECORD

NAMES = ("legal_name", "town", "registration_number")


class InstitutionFilterSet(WagtailFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"),
        choices=code_list("institution_kinds").choices,
        widget=forms.CheckboxSelectMultiple,
    )
    territory = django_filters.MultipleChoiceFilter(
        label=_("Territory"),
        choices=code_list("territories").choices,
        widget=forms.CheckboxSelectMultiple,
    )
    verification_state = django_filters.ChoiceFilter(
        label=_("Verification state"),
        choices=VerificationState.choices,
        empty_label=_("Any"),
        widget=forms.RadioSelect,
    )
    trust_level = django_filters.ChoiceFilter(
        label=_("Trust level"),
        choices=TrustLevel.choices,
        empty_label=_("Any"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Institution
        fields: list[str] = []


class InstitutionIndexView(generic.IndexView):
    """All records for staff, their own for managers."""

    page_title = _("Institution records")

    def get_base_queryset(self) -> QuerySet[Institution]:
        mine: QuerySet[Institution] = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, {"change", "view"}
        )
        return mine.annotate(members=Count("memberships", distinct=True))

    def search_queryset(self, queryset: QuerySet[Institution]) -> QuerySet[Institution]:
        return (
            queryset.filter(words_in(self.search_query, *NAMES)) if self.is_searching else queryset
        )


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


class InstitutionEditView(OnlyOwnRecords, generic.EditView):
    pass


class InstitutionHistoryView(OnlyOwnRecords, HistoryView):
    pass


class InstitutionUsageView(OnlyOwnRecords, UsageView):
    pass


class InstitutionDeleteView(OnlyOwnRecords, generic.DeleteView):
    permission_for_record = "delete"


class InstitutionViewSet(ModelViewSet):
    name = "institution_records"
    model = Institution
    icon = "institution"
    menu_label = _("Institution records")
    menu_order = 300
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = InstitutionIndexView
    edit_view_class = InstitutionEditView
    history_view_class = InstitutionHistoryView
    usage_view_class = InstitutionUsageView
    delete_view_class = InstitutionDeleteView
    filterset_class = InstitutionFilterSet
    search_fields = NAMES
    list_per_page = 50
    list_display = [
        "legal_name",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("town", label=_("Town"), sort_key="town"),
        StatusTagColumn(
            "verification_state",
            label=_("Verification"),
            accessor="get_verification_state_display",
            sort_key="verification_state",
            primary=lambda record: record.verification_state == VerificationState.VALIDATED,
        ),
        Column("trust_level", label=_("Trust"), accessor="get_trust_level_display"),
        Column("members", label=_("Members"), sort_key="members"),
        DateColumn("updated_at", label=_("Updated"), sort_key="updated_at"),
    ]

    def get_edit_handler(self) -> Panel:
        return RECORD.bind_to_model(self.model)


class InstitutionSearchForm(NameSearchForm):
    name_fields = NAMES


class InstitutionsSeen:
    """Every record for those who look after them, for members their own institution's."""

    def get_object_list(self) -> QuerySet[Institution]:
        return visible_to(self.request.user, Institution.objects.all())  # type: ignore[attr-defined]


class InstitutionChooseView(InstitutionsSeen, ChooseView):
    pass


class InstitutionChooseResultsView(InstitutionsSeen, ChooseResultsView):
    pass


class InstitutionChooserViewSet(ChooserViewSet):
    choose_view_class = InstitutionChooseView
    choose_results_view_class = InstitutionChooseResultsView
    name = "institution_chooser"
    model = Institution
    icon = "institution"
    choose_one_text = _("Choose an institution")
    choose_another_text = _("Choose another institution")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(filter_form_class=InstitutionSearchForm, **kwargs)


RECORDS = InstitutionViewSet()
CHOOSER = InstitutionChooserViewSet()


def viewsets() -> list[Any]:
    return [RECORDS, CHOOSER]
