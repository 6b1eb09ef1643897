"""The report “Imports”: which files were brought in, by whom, how far, with which outcome.

Uploading is the API's (docs/importing.md); who may bring files in sees here what became of them.
One import, and the decision on it, is `run_screen`.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.authoring.models import ImportRun
from cms.authoring.report import CREATED, REJECTED, SUBMITTED, UNCHANGED, UPDATED, VANISHED
from cms.authoring.visibility import SEE_IMPORTS
from cms.core.paginator import CountedPaginator

OUTCOME_LABELS = {
    CREATED: _("created"),
    UPDATED: _("updated"),
    UNCHANGED: _("unchanged"),
    SUBMITTED: _("submitted"),
    REJECTED: _("rejected"),
    VANISHED: _("vanished"),
    "warnings": _("warnings"),
}


def outcomes(run: ImportRun) -> str:
    """`created: 12, rejected: 1`; what did not occur is left out."""
    counts = [(label, run.counts.get(name)) for name, label in OUTCOME_LABELS.items()]
    return ", ".join(f"{label}: {count}" for label, count in counts if count)


class ImportFilterSet(WagtailFilterSet):
    class Meta:
        model = ImportRun
        fields = ["state", "source", "dry_run"]


class ImportsView(ReportView):
    paginator_class = CountedPaginator
    model = ImportRun
    page_title = _("Imports")
    header_icon = "download"
    index_url_name = "imports"
    index_results_url_name = "imports_results"
    results_template_name = "authoring/admin/imports_results.html"
    filterset_class = ImportFilterSet
    default_ordering = "-created_at"
    show_export_buttons = False
    columns = [
        TitleColumn("file_name", label=_("File"), url_name="import_run"),
        Column("source", label=_("Source")),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("lines", label=_("Lines"), accessor=lambda run: f"{run.done} / {run.lines}"),
        Column("outcomes", label=_("Outcomes"), accessor=outcomes),
        Column("problem", label=_("Problem")),
        Column(
            "dry_run", label=_("Dry run"), accessor=lambda run: _("yes") if run.dry_run else _("no")
        ),
        Column(
            "user",
            label=pgettext_lazy("who started an import", "By"),
            accessor=lambda run: run.user and run.user.display_name,
        ),
        Column(
            "decided_by",
            label=_("Decided by"),
            accessor=lambda run: run.decided_by and run.decided_by.display_name,
        ),
        DateColumn("created_at", label=_("Since"), sort_key="created_at"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(SEE_IMPORTS):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> "QuerySet[ImportRun]":
        return ImportRun.objects.select_related("user", "decided_by")


class ImportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE_IMPORTS))


def menu_item() -> MenuItem:
    return ImportsMenuItem(
        _("Imports"), reverse("imports"), name="imports", icon_name="download", order=1200
    )


def urls() -> list[Any]:
    base = "reports/imports/"
    return [
        path(base, ImportsView.as_view(), name="imports"),
        path(f"{base}results/", ImportsView.as_view(results_only=True), name="imports_results"),
    ]
