"""The report “At their moment”, for who keeps the site: what went live, expired or changed by
itself, and how late; the same as rows of a spreadsheet."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.publication.admin.failed_publications import PERMISSION, MayKeepPagesPublished
from cms.publication.models import KeptMoment
from cms.publication.punctuality import lately

TITLE = gettext_lazy("At their moment")


class KeptMomentFilterSet(WagtailFilterSet):
    class Meta:
        model = KeptMoment
        fields = ["what"]


class KeptMomentsView(MayKeepPagesPublished, ReportView):
    model = KeptMoment
    page_title = TITLE
    header_icon = "time"
    index_url_name = "kept_moments"
    index_results_url_name = "kept_moments_results"
    filterset_class = KeptMomentFilterSet
    default_ordering = "-done_at"
    no_results_message = gettext_lazy("Nothing has been due yet.")
    columns = [
        Column("title", label=gettext_lazy("Title")),
        Column("what", label=gettext_lazy("What"), accessor="get_what_display"),
        DateColumn("due_at", label=gettext_lazy("Due")),
        DateColumn("done_at", label=gettext_lazy("Done"), sort_key="done_at"),
        Column("late", label=gettext_lazy("Seconds late"), sort_key="late"),
    ]
    list_export = ["title", "what", "due_at", "done_at", "late"]

    @cached_property
    def is_searchable(self) -> bool:
        return False

    def get_base_queryset(self) -> "QuerySet[KeptMoment]":
        return KeptMoment.objects.all()

    def get_page_subtitle(self) -> str:
        """The last hour in one line."""
        told = lately()
        if not told.count:
            return _("nothing within the last hour")
        return _(
            "last hour: %(count)d; half within %(median)s s, nearly all within %(p95)s s,"
            " the last after %(worst)s s"
        ) % {"count": told.count, "median": told.median, "p95": told.p95, "worst": told.worst}


class KeptMomentsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


def menu_item() -> MenuItem:
    return KeptMomentsMenuItem(
        TITLE, reverse("kept_moments"), name="kept-moments", icon_name="time", order=1315
    )


def admin_urls() -> list[Any]:
    base, view = "reports/kept-moments/", KeptMomentsView
    return [
        path(base, view.as_view(), name="kept_moments"),
        path(f"{base}results/", view.as_view(results_only=True), name="kept_moments_results"),
    ]
