"""The report “Audit log”: every decision, by page, institution, person; as a spreadsheet, too."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.audit import acts, chain
from cms.audit.models import Decision
from cms.core.matching import words_in
from cms.core.paginator import CountedPaginator
from cms.editorial.visibility import READ_LOG
from cms.institutions.models import Institution

TITLE = _("Audit log")


class DecisionFilters(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)
    act = django_filters.ChoiceFilter(label=_("Decision"), choices=acts.choices)
    person = django_filters.CharFilter(label=_("Person"), method="filter_person")
    page = django_filters.CharFilter(label=_("Page: title or number"), method="filter_page")
    institution = django_filters.CharFilter(label=_("Institution"), method="filter_institution")
    path = django_filters.ChoiceFilter(label=_("Path"), choices=Decision.Path.choices)

    class Meta:
        model = Decision
        fields: list[str] = []

    def filter_person(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(words_in(value, "actor_name"))

    def filter_page(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        about = words_in(value, "title")
        if value.isdecimal() and len(value) < 16:
            about |= Q(page_id=int(value))
        return queryset.filter(about)

    def filter_institution(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        named = Institution.objects.filter(words_in(value, "legal_name"))
        return queryset.filter(institution_id__in=named.values("pk"))


class DetailsColumn(BaseColumn):
    """The reasons, what the author was told, and what was not for them."""

    cell_template_name = "editorial/oversight/details_cell.html"


class AuditLogView(ReportView):
    paginator_class = CountedPaginator
    model = Decision
    template_name = "editorial/oversight/audit_log.html"
    page_title = TITLE
    header_icon = "list-ol"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    filterset_class = DecisionFilters
    default_ordering = "-number"
    is_searchable = False
    paginate_by = 50
    columns = [
        Column("number", label=_("Decision no."), sort_key="number", width="6%"),
        DateColumn("at", label=_("When"), width="12%"),
        Column("act", label=_("Decision"), accessor=lambda row: acts.label_of(row.act)),
        Column("title", label=_("Page")),
        Column("actor_name", label=_("Person")),
        Column("path", label=_("Path"), accessor="get_path_display"),
        DetailsColumn("details", label=_("Reasons and words"), width="28%"),
    ]
    list_export = [
        *("number", "at", "act", "actor_id", "actor_name", "path", "page_id", "page_key"),
        *("locale", "title", "institution_id", "revision_id", "digest", "task", "data"),
        *("public_text", "private_note", "previous_hash", "hash"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(READ_LOG):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Decision]:
        return Decision.objects.exclude(number=None)

    def get_filename(self) -> str:
        return "audit-log"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(head=chain.head(), **kwargs)


class AuditLogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(READ_LOG))


def menu_item() -> MenuItem:
    return AuditLogMenuItem(
        TITLE, reverse("audit_log"), name="audit-log", icon_name="list-ol", order=1350
    )


def admin_urls() -> list[Any]:
    base = "reports/audit-log/"
    return [
        path(base, AuditLogView.as_view(), name="audit_log"),
        path(f"{base}results/", AuditLogView.as_view(results_only=True), name="audit_log_results"),
    ]
