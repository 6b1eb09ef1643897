"""The report “Background work”: what waits, runs or has failed, and the workers that do it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django_tasks_db.models import DBTaskResult
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.core.admin_rules import KEEP_TASKS
from cms.core.admin_screens.cells import ButtonsColumn
from cms.core.models import WorkerHeartbeat
from cms.core.paginator import CountedPaginator
from cms.core.task_queue import FAILED, READY, RUNNING, dismiss, retry, unfinished

ARGUMENTS_LENGTH, ERROR_LENGTH = 80, 200
STATES = {
    READY: gettext_lazy("waiting"),
    RUNNING: gettext_lazy("running"),
    FAILED: gettext_lazy("failed"),
}
# What can be done with a failed task: the verb, and what is said when it was done.
ACTIONS = {
    "retry": (retry, gettext_lazy("The task is tried again.")),
    "dismiss": (dismiss, gettext_lazy("The task is dismissed.")),
}


def arguments(result: DBTaskResult) -> str:
    """`48c1…, dry_run=True`, short."""
    given = [str(one) for one in result.args_kwargs["args"]]
    given += [f"{name}={value}" for name, value in result.args_kwargs["kwargs"].items()]
    return _short(", ".join(given), ARGUMENTS_LENGTH)


def error(result: DBTaskResult) -> str:
    """The last line of the last attempt's traceback."""
    lines = result.traceback.strip().splitlines()
    return _short(lines[-1] if lines else "", ERROR_LENGTH)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


class StateColumn(ButtonsColumn, Column):
    """What state the task is in, and the buttons for one that failed."""

    cell_template_name = "core/admin/task_state_cell.html"


class BackgroundWorkFilterSet(WagtailFilterSet):
    class Meta:
        model = DBTaskResult
        fields = ["status"]


class BackgroundWorkView(ReportView):
    paginator_class = CountedPaginator
    model = DBTaskResult
    page_title = gettext_lazy("Background work")
    header_icon = "cogs"
    results_template_name = "core/admin/background_work_results.html"
    index_url_name = "background_work"
    index_results_url_name = "background_work_results"
    filterset_class = BackgroundWorkFilterSet
    show_export_buttons = False
    columns = [
        Column("task", label=gettext_lazy("Task"), accessor="task_name"),
        Column("arguments", label=gettext_lazy("Arguments"), accessor=arguments),
        Column("error", label=gettext_lazy("Error"), accessor=error),
        Column(
            "attempts",
            label=gettext_lazy("Attempts"),
            accessor=lambda result: len(result.worker_ids),
        ),
        DateColumn("enqueued_at", label=gettext_lazy("Since")),
        StateColumn(
            "state",
            label=gettext_lazy("State"),
            accessor=lambda result: STATES.get(result.status, result.status),
        ),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(KEEP_TASKS):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> "QuerySet[DBTaskResult]":
        """What failed first, the longest waiting first."""
        turn = Case(When(status=FAILED, then=0), default=1, output_field=IntegerField())
        return unfinished().order_by(turn, "enqueued_at")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        workers = WorkerHeartbeat.objects.all()
        return super().get_context_data(*args, **kwargs) | {"workers": workers}


class TaskActionView(View):
    """Try a failed task again, or dismiss it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
        if not request.user.has_perm(KEEP_TASKS):
            raise PermissionDenied
        act, said = ACTIONS[action]
        if act(pk):
            messages.success(request, said)
        else:
            messages.warning(request, _("The task is no longer among those that failed."))
        return redirect("background_work")


class BackgroundWorkMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(KEEP_TASKS))


def menu_item() -> MenuItem:
    return BackgroundWorkMenuItem(
        gettext_lazy("Background work"),
        reverse("background_work"),
        name="background-work",
        icon_name="cogs",
        order=1300,
    )


def urls() -> list[Any]:
    listing, base = BackgroundWorkView.as_view, "reports/background-work/"
    return [
        path(base, listing(), name="background_work"),
        path(f"{base}results/", listing(results_only=True), name="background_work_results"),
        *(
            path(
                f"{base}<uuid:pk>/{action}/",
                TaskActionView.as_view(),
                {"action": action},
                name=f"background_work_{action}",
            )
            for action in ACTIONS
        ),
    ]
