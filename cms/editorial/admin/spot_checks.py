"""Reports › Spot checks: public content to look at again, and what was reported."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.core.admin_screens.cells import ButtonsColumn
from cms.core.paginator import CountedPaginator
from cms.editorial import spot_checks
from cms.editorial.models import SpotCheck


class SettleColumn(ButtonsColumn):
    """Two buttons: nothing to object, and upheld; none for whoever reported it."""

    cell_template_name = "editorial/admin/settle_cell.html"

    def get_cell_context_data(self, instance: SpotCheck, parent_context: Mapping[str, Any]) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"is_own": instance.reported_by_id == parent_context["request"].user.pk}


def _address(check: SpotCheck) -> str:
    """What is public, where a frontend shows it; else its form."""
    page = check.page.specific
    return page.url or reverse("wagtailadmin_pages:edit", args=[page.pk])


class SpotChecksView(ReportView):
    """What is open, the oldest first."""

    paginator_class = CountedPaginator
    page_title = gettext_lazy("Spot checks")
    header_icon = "view"
    index_url_name = "spot_checks"
    index_results_url_name = "spot_checks_results"
    any_permission_required = [spot_checks.PERMISSION]
    permission_policy = None
    model = SpotCheck
    no_results_message = gettext_lazy(
        "Nothing is to be looked at again: no sample is drawn, and nobody has reported anything."
    )
    columns = [
        TitleColumn("page", label=gettext_lazy("Page"), get_url=_address),
        Column("institution", label=gettext_lazy("Institution")),
        Column("get_origin_display", label=gettext_lazy("Origin")),
        Column("text", label=gettext_lazy("What is reported")),
        DateColumn("opened_at", label=gettext_lazy("Since")),
        SettleColumn("settle", label=gettext_lazy("Decide")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _require(request.user)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> "QuerySet[SpotCheck]":
        rows = SpotCheck.objects.filter(status=SpotCheck.Status.OPEN)
        return rows.select_related("page", "institution").order_by("opened_at", "pk")


def _require(user: Any) -> None:
    if not user.has_perm(spot_checks.PERMISSION):
        raise PermissionDenied


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Upheld or dismissed, by the button that was pressed."""
    _require(request.user)
    check = get_object_or_404(SpotCheck, pk=pk)
    upheld = request.POST.get("outcome") == "upheld"
    try:
        spot_checks.settle(
            check=check, user=request.user, upheld=upheld, note=request.POST.get("note", "")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        told = _("The report is upheld.") if upheld else _("Nothing to object.")
        messages.success(request, told)
    return redirect("spot_checks")


def urls() -> list[Any]:
    return [
        path("reports/spot-checks/", SpotChecksView.as_view(), name="spot_checks"),
        path(
            "reports/spot-checks/results/",
            SpotChecksView.as_view(results_only=True),
            name="spot_checks_results",
        ),
        path("spot-checks/<int:pk>/settle/", settle, name="spot_check_settle"),
    ]


class SpotChecksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(spot_checks.PERMISSION))


def menu_item() -> MenuItem:
    return SpotChecksMenuItem(
        gettext_lazy("Spot checks"),
        reverse("spot_checks"),
        name="spot-checks",
        icon_name="view",
        order=1100,
    )
