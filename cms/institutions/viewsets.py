"""The admin's screens for institutions' records, and the chooser other forms use."""

from typing import Any

import django_filters
from django import forms
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.codes import code_list
from cms.core.panels import name_in_one_language
from cms.institutions import record_views, standing_views
from cms.institutions.member_views import MembersView
from cms.institutions.members.screen import InvitingView
from cms.institutions.models import Institution, TrustLevel, VerificationState
from cms.institutions.panels import RECORD

NAMES = record_views.NAMES


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
    has_unpublished_changes = django_filters.BooleanFilter(
        label=_("Changes wait for a decision"),
        widget=forms.RadioSelect(choices=[("", _("Any")), ("true", _("Yes")), ("false", _("No"))]),
    )

    class Meta:
        model = Institution
        fields: list[str] = []


class InstitutionViewSet(SnippetViewSet):
    model = Institution
    admin_url_namespace = "institution_records"
    base_url_path = "institution_records"
    icon = "institution"
    menu_label = _("Institution records")
    menu_order = 300
    add_to_settings_menu = True
    copy_view_enabled = False
    index_view_class = record_views.InstitutionIndexView
    add_view_class = record_views.InstitutionCreateView
    edit_view_class = record_views.InstitutionEditView
    history_view_class = record_views.InstitutionHistoryView
    usage_view_class = record_views.InstitutionUsageView
    delete_view_class = record_views.InstitutionDeleteView
    unpublish_view_class = record_views.InstitutionUnpublishView
    revisions_compare_view_class = record_views.InstitutionCompareView
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
        panel: Panel = name_in_one_language(RECORD.bind_to_model(self.model))
        return panel

    def register_chooser_viewset(self) -> None:
        """Records are chosen with the chooser below."""

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("members/<str:pk>/", MembersView.as_view(), name="members"),
            path("inviting/<str:pk>/", InvitingView.as_view(), name="inviting"),
            path("standing/<str:pk>/", standing_views.StandingView.as_view(), name="standing"),
            path("decline/<str:pk>/", standing_views.DeclineView.as_view(), name="decline"),
        ]
