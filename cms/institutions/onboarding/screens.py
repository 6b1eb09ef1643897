"""The admin's list of applications."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from cms.core.matching import words_in
from cms.core.paginator import CountedPaginator
from cms.institutions.models import Application, ApplicationState
from cms.institutions.models.application import OPEN
from cms.institutions.onboarding.deciding import ApplicationView
from cms.institutions.policies import decides_applications

SHOWN_STATES = [one for one in ApplicationState.choices if one[0] != ApplicationState.UNCONFIRMED]


class ApplicationFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=SHOWN_STATES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Application
        fields: list[str] = []


class ForDeciders:
    """Its one permission is no action on the model, which Wagtail would ask for."""

    permission_policy = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not decides_applications(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class ApplicationIndexView(ForDeciders, generic.IndexView):
    """Those whose address was confirmed: what waits longest first, what is decided behind it."""

    paginator_class = CountedPaginator
    model = Application
    page_title = _("Applications")
    filterset_class = ApplicationFilterSet
    default_ordering = None
    paginate_by = 50
    is_searchable = True
    columns = [
        TitleColumn("legal_name", label=_("Institution"), url_name="applications:inspect"),
        Column("town", label=_("Town"), sort_key="town"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("contact_name", label=_("Applicant")),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            sort_key="state",
            primary=lambda row: row.state in OPEN,
        ),
        DateColumn("confirmed_at", label=_("Sent"), sort_key="confirmed_at"),
        DateColumn("decided_at", label=_("Decided"), sort_key="decided_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Application]:
        return Application.objects.seen().order_by(
            F("decided_at").desc(nulls_first=True), "confirmed_at"
        )

    def search_queryset(self, queryset: QuerySet[Application]) -> QuerySet[Application]:
        if not self.is_searching:
            return queryset
        fields = ("legal_name", "town", "registration_number", "contact_name", "contact_email")
        return queryset.filter(words_in(self.search_query, *fields))


class ApplicationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return decides_applications(request.user)


class ApplicationViewSet(ViewSet):
    name = "applications"
    url_prefix = "applications"
    icon = "form"
    menu_label = _("Applications")
    menu_order = 299
    menu_item_class = ApplicationMenuItem
    add_to_settings_menu = True
    model = Application

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{
                "header_icon": self.icon,
                "index_url_name": self.get_url_name("index"),
                "index_results_url_name": self.get_url_name("index_results"),
                **kwargs,
            }
        )

    def get_urlpatterns(self) -> list[Any]:
        index = ApplicationIndexView
        return [
            path("", self.construct_view(index), name="index"),
            path("results/", self.construct_view(index, results_only=True), name="index_results"),
            path("<int:pk>/", ApplicationView.as_view(), name="inspect"),
        ]


APPLICATIONS = ApplicationViewSet()


def viewsets() -> list[Any]:
    return [APPLICATIONS]
