"""The report on pages whose published copy could not be built again, for who keeps the site."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms.publication.models import StalePage
from cms.publication.projector import try_again

PERMISSION = "publication.view_failed_pages"


class RetryColumn(Column):
    """A button that tries once more, now."""

    cell_template_name = "publication/admin/retry_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": get_token(context["request"])}


class MayKeepPagesPublished(View):
    """Refuses everybody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FailingPagesView(MayKeepPagesPublished, ReportView):
    """What the public sees of these pages is older than they are, or nothing."""

    model = StalePage
    page_title = gettext_lazy("Pages that could not be published anew")
    header_icon = "warning"
    index_url_name = "failing_pages"
    index_results_url_name = "failing_pages_results"
    no_results_message = gettext_lazy("Every page is published as it is.")
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Page"),
            get_url=lambda row: row.page and reverse("wagtailadmin_pages:edit", args=[row.page_id]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor="page.page_type_display_name"),
        Column("locale", label=gettext_lazy("Language"), accessor="page.locale"),
        Column("error", label=gettext_lazy("Error")),
        DateColumn("failed_since", label=gettext_lazy("Since")),
        Column("attempts", label=gettext_lazy("Attempts")),
        DateColumn("retry_at", label=gettext_lazy("Next attempt")),
        RetryColumn("retry", label="", accessor="page_id"),
    ]

    def get_queryset(self) -> QuerySet[StalePage]:
        return StalePage.objects.filter(attempts__gt=0).order_by("failed_since", "pk")

    def decorate_paginated_queryset(self, object_list: Sequence[Any]) -> Sequence[Any]:
        page_ids = [row.page_id for row in object_list]
        pages = Page.objects.select_related("locale").in_bulk(page_ids)
        for row in object_list:
            row.page = pages.get(row.page_id)
            row.title = row.page.get_admin_display_title() if row.page else f"#{row.page_id}"
        return object_list


class TryAgainView(MayKeepPagesPublished):
    """One more attempt, now, and what came of it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        get_object_or_404(StalePage, page_id=page_id, attempts__gt=0)
        error = try_again(page_id)
        if error:
            messages.error(request, _("It failed again: %(error)s") % {"error": error})
        else:
            messages.success(request, _("The page is published as it is."))
        return redirect("failing_pages")


class FailingPagesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


def menu_item() -> MenuItem:
    return FailingPagesMenuItem(
        gettext_lazy("Pages that could not be published anew"),
        reverse("failing_pages"),
        name="failing-pages",
        icon_name="warning",
        order=1310,
    )


def permissions() -> QuerySet[Permission]:
    """Offered in the forms of groups."""
    app_label, _dot, codename = PERMISSION.partition(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


def admin_urls() -> list[Any]:
    return [
        path("reports/failing-pages/", FailingPagesView.as_view(), name="failing_pages"),
        path(
            "reports/failing-pages/results/",
            FailingPagesView.as_view(results_only=True),
            name="failing_pages_results",
        ),
        path(
            "reports/failing-pages/<int:page_id>/try-again/",
            TryAgainView.as_view(),
            name="failing_page_try_again",
        ),
    ]
