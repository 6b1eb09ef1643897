"""The report “Emergency publications”: what went live without approvals, and who confirmed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.audit import acts
from cms.audit.models import Decision
from cms.core.admin_addresses import name_arguments
from cms.core.admin_screens.cells import ButtonsColumn
from cms.core.paginator import CountedPaginator
from cms.core.visibility import Scope
from cms.editorial.at_once.emergency import PUBLISHED, Emergency, confirm_emergency, emergencies
from cms.editorial.policies import ASSIGN, EMERGENCY

TITLE = gettext_lazy("Emergency publications")


def sees_emergencies(user: Any) -> bool:
    return bool(user.has_perm(ASSIGN) or user.has_perm(EMERGENCY))


class SettleColumn(ButtonsColumn):
    """What became of it; while it waits, the two ways to settle it."""

    cell_template_name = "editorial/at_once/settle_cell.html"

    def get_cell_context_data(self, instance: Emergency, parent_context: Mapping[str, Any]) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        settled = instance.settled
        return context | {
            "settled": settled,
            "waits": instance.waits,
            "label": acts.label_of(settled.act) if settled else "",
            "decision": instance.published,
            "is_own": instance.published.actor_id == request.user.pk,
            "may_confirm": request.user.has_perm(ASSIGN),
        }


def _edit(one: Emergency) -> str | None:
    return reverse("wagtailadmin_pages:edit", args=[one.published.page_id])


class EmergenciesView(ReportView):
    paginator_class = CountedPaginator
    model = Decision
    page_title = TITLE
    header_icon = "warning"
    index_url_name = "emergencies"
    index_results_url_name = "emergencies_results"
    no_results_message = gettext_lazy("Nothing was ever published without its approvals.")
    show_export_buttons = False
    is_searchable = False
    columns = [
        TitleColumn("title", label=gettext_lazy("Page"), accessor="published.title", get_url=_edit),
        DateColumn("at", label=gettext_lazy("When"), accessor="published.at"),
        Column("person", label=gettext_lazy("Person"), accessor="published.actor_name"),
        Column("reason", label=gettext_lazy("Reason"), accessor="published.public_text"),
        SettleColumn("settled", label=gettext_lazy("What became of it")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not sees_emergencies(request.user):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> QuerySet[Decision]:
        return Decision.objects.filter(act=PUBLISHED).order_by("-at")

    def get_table(self, object_list: Sequence[Decision]) -> Any:
        return super().get_table(emergencies(list(object_list)))


class ConfirmView(View):
    """It may stay: said by a head moderator who did not publish it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, decision_id: Any) -> HttpResponse:
        decision = get_object_or_404(Decision, pk=decision_id, act=PUBLISHED)
        try:
            confirm_emergency(decision=decision, user=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            told = _("The emergency publication of “%(title)s” is confirmed.")
            messages.success(request, told % {"title": decision.title})
        return redirect("emergencies")


class EmergenciesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return sees_emergencies(request.user)


def menu_item() -> MenuItem:
    return EmergenciesMenuItem(
        TITLE, reverse("emergencies"), name="emergencies", icon_name="warning", order=1330
    )


def admin_urls() -> list[Any]:
    base = "reports/emergencies/"
    return [
        path(base, EmergenciesView.as_view(), name="emergencies"),
        path(
            f"{base}results/",
            EmergenciesView.as_view(results_only=True),
            name="emergencies_results",
        ),
        path(f"{base}<uuid:decision_id>/confirm/", ConfirmView.as_view(), name="emergency_confirm"),
    ]


def describe() -> None:
    """Called in `AppConfig.ready()`."""
    name_arguments("emergency_confirm", decision_id=("audit.Decision", Scope.MINE))
