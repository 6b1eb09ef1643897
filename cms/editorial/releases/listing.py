"""The list of releases, and its place in the menu."""

from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton

from cms.core.paginator import CountedPaginator
from cms.editorial.models.releases import Release
from cms.editorial.releases.policies import may_keep


class ReleaseFilterSet(WagtailFilterSet):
    class Meta:
        model = Release
        fields = ["status"]


class ReleasesView(ReportView):
    paginator_class = CountedPaginator
    model = Release
    page_title = _("Releases")
    header_icon = "date"
    index_url_name = "releases:index"
    index_results_url_name = "releases:results"
    filterset_class = ReleaseFilterSet
    default_ordering = "-created_at"
    show_export_buttons = False
    no_results_message = _("There is no release yet.")
    columns = [
        TitleColumn(
            "title",
            label=_("Title"),
            get_url=lambda release: reverse("releases:show", args=[release.pk]),
        ),
        StatusTagColumn(
            "status",
            label=_("Status"),
            accessor="get_status_display",
            sort_key="status",
            primary=lambda release: release.is_open,
        ),
        Column("pages", label=_("Pages"), accessor="pages"),
        DateColumn("go_live_at", label=_("Goes live"), sort_key="go_live_at"),
        DateColumn("went_live_at", label=_("Went live"), sort_key="went_live_at"),
        Column("made_by", label=_("Made by"), accessor="made_by"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_keep(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> "QuerySet[Release]":
        return Release.objects.select_related("made_by").annotate(pages=Count("members"))

    @property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("New release"), reverse("releases:new"), icon_name="plus")]


class ReleasesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_keep(request.user)


def menu_item() -> MenuItem:
    return ReleasesMenuItem(
        _("Releases"), reverse("releases:index"), name="releases", icon_name="date", order=260
    )
