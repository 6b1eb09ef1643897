"""The queue: what waits for this person, the next one first."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseListingView

from cms.core import clock
from cms.core.admin_screens.cells import ButtonsColumn
from cms.core.paginator import CountedPaginator
from cms.editorial.desk import queue
from cms.editorial.desk.filters import QueueFilters, filtered
from cms.editorial.desk.opening import take_afterwards
from cms.editorial.models.submissions import Submission

TITLE = gettext_lazy("Review desk")
# Shown where there is room for it.
WIDE = "coulisses-wide"


class CellColumn(ButtonsColumn):
    """A cell with a template of its own, given the submission."""

    def __init__(self, name: str, template: str, **options: Any) -> None:
        super().__init__(name, **options)
        self.cell_template_name = f"editorial/desk/cells/{template}.html"

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return context | {
            "submission": instance,
            "query": request.GET.urlencode(),
            "user": request.user,
            "now": clock.now(),
        }


COLUMNS = [
    CellColumn("title", "title", label=gettext_lazy("Title"), classname="title"),
    CellColumn("due", "due", label=gettext_lazy("Due"), width="13%"),
    CellColumn("institution", "institution", label=gettext_lazy("Institution"), width="20%"),
    Column(
        "kind",
        label=gettext_lazy("Kind"),
        accessor="page.page_type_display_name",
        width="9%",
        classname=WIDE,
    ),
    Column(
        "language",
        label=gettext_lazy("Language"),
        accessor="page.locale.language_code",
        width="6%",
        classname=WIDE,
    ),
    CellColumn("reviews", "reviews", label=gettext_lazy("Reviews"), width="12%", classname=WIDE),
    CellColumn("holder", "holder", label=gettext_lazy("Taken by"), width="12%"),
]


class ForReviewers(View):
    """Refuses everybody who decides nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not queue.gives_reviews(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class QueueView(ForReviewers, BaseListingView):
    paginator_class = CountedPaginator
    model = Submission
    template_name = "editorial/desk/queue.html"
    results_template_name = "editorial/desk/queue_results.html"
    page_title = TITLE
    header_icon = "tasks"
    index_url_name = "desk"
    index_results_url_name = "desk_results"
    filterset_class = QueueFilters
    columns = COLUMNS
    paginate_by = 50
    is_searchable = False
    verbose_name_plural = gettext_lazy("submissions")

    def get_base_queryset(self) -> QuerySet[Submission]:
        return queue.queue_of(self.request.user)

    def paginate_queryset(self, queryset: QuerySet[Any], page_size: int) -> Any:
        return super().paginate_queryset(queue.with_rows(queryset, self.request.user), page_size)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        begin = reverse("desk_next") + (f"?{query}" if query else "")
        return super().get_context_data(tabs=tabs(self.request), begin=begin, **kwargs)


class NextView(ForReviewers):
    """“Begin”: the first item that waits, taken."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Where signing in again led to: what was pressed before is lost."""
        return redirect(reverse("desk") + self._query)

    def post(self, request: HttpRequest) -> HttpResponse:
        first = filtered(request, queue.decidable(request.user)).first()
        if first is None:
            messages.success(request, _("Nothing waits for you."))
            return redirect(reverse("desk") + self._query)
        take_afterwards(first.pk, request.user)
        return redirect(reverse("desk_item", args=[first.pk]) + self._query)

    @property
    def _query(self) -> str:
        spelled = self.request.GET.urlencode()
        return f"?{spelled}" if spelled else ""


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """The views of the queue one needs every day, with how many are in each: one query."""
    user: Any = request.user
    reviews = queue.open_to(user).filter(submission=OuterRef("pk"))
    counted = (
        queue.queue_of(user)
        .order_by()
        .annotate(
            is_mine=Exists(reviews.held().filter(assignee=user)),
            is_free=Exists(reviews.free()),
        )
    )
    counts = counted.aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=Q(is_mine=True)),
        free=Count("pk", filter=Q(is_free=True)),
        urgent=Count("pk", filter=Q(urgent=True)),
    )
    base = reverse("desk")
    shown = [
        ("all", _("All"), ""),
        ("mine", _("Taken by me"), "?who=mine"),
        ("free", _("Taken by nobody"), "?who=free"),
        ("urgent", _("Urgent"), "?urgent=True"),
    ]
    here = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        {"label": label, "url": base + query, "count": counts[name], "current": query == here}
        for name, label, query in shown
    ]
