"""The report “Failed publications”, for who keeps the site: pages whose published copy could not be
built again, and those that could not go live or expire at their moment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from cms.core import clock
from cms.core.admin_screens.cells import ButtonsColumn
from cms.core.models import Retried
from cms.publication.copies.projector import try_again
from cms.publication.models import FailedSchedule, StalePage

PERMISSION = "publication.view_failed_pages"
TITLE = gettext_lazy("Failed publications")


@dataclass(frozen=True)
class Failure:
    """A line of the report: what was to be done with what, and the row that notes how it failed.

    `edit` leads to where it is mended.
    """

    row: Retried
    task: str | Promise
    subject: Any
    title: str
    try_again: str
    edit: str | None = None


@dataclass(frozen=True)
class Source:
    """A table of what failed: which of its rows, and the lines of those with these keys."""

    failed: Callable[[], "QuerySet[Any]"]
    lines: Callable[[list[int]], Iterable[Failure]]


_sources: list[Source] = []


def register(source: Source) -> None:
    """Show these failures too; registering twice is once."""
    if source not in _sources:
        _sources.append(source)


class RetryColumn(ButtonsColumn, Column):
    """A button that tries once more; the value is where it leads."""

    cell_template_name = "publication/admin/retry_cell.html"


class MayKeepPagesPublished(View):
    """Refuses everybody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FailingPagesView(MayKeepPagesPublished, ReportView):
    """What the public sees of these pages is older than they are, or nothing, or still there."""

    model = StalePage
    page_title = TITLE
    header_icon = "warning"
    index_url_name = "failing_pages"
    index_results_url_name = "failing_pages_results"
    no_results_message = gettext_lazy("Every page is published as it is.")
    columns = [
        TitleColumn("title", label=gettext_lazy("Page"), get_url=lambda failure: failure.edit),
        Column("task", label=gettext_lazy("What failed")),
        Column("kind", label=gettext_lazy("Kind"), accessor="subject.page_type_display_name"),
        Column("locale", label=gettext_lazy("Language"), accessor="subject.locale"),
        Column("error", label=gettext_lazy("Error"), accessor="row.error"),
        DateColumn("failed_since", label=gettext_lazy("Since"), accessor="row.failed_since"),
        Column("attempts", label=gettext_lazy("Attempts"), accessor="row.attempts"),
        DateColumn("retry_at", label=gettext_lazy("Next attempt"), accessor="row.retry_at"),
        RetryColumn("retry", label="", accessor="try_again"),
    ]

    def get_queryset(self) -> "QuerySet[Any, Any]":
        """Which rows of which table, as all can say it; what failed first comes first."""
        fields = ("table", "id", "failed_since")
        first, *others = (
            rows.order_by().annotate(table=Value(rows.model._meta.model_name)).values(*fields)
            for rows in (source.failed() for source in _sources)
        )
        return first.union(*others, all=True).order_by("failed_since", "table", "id")

    def get_table(self, object_list: Sequence[Any]) -> Any:
        return super().get_table(self._failures(object_list))

    def _failures(self, object_list: Sequence[Any]) -> list[Failure]:
        listed = [(one["table"], one["id"]) for one in object_list]
        by_table = {source.failed().model._meta.model_name: source for source in _sources}
        known = {
            (name, failure.row.pk): failure
            for name, source in by_table.items()
            for failure in source.lines([pk for table, pk in listed if table == name])
        }
        return [known[one] for one in listed if one in known]


def _stale(pks: list[int]) -> Iterator[Failure]:
    rows = list(StalePage.objects.filter(pk__in=pks))
    pages = Page.objects.select_related("locale").in_bulk([row.page_id for row in rows])
    for row in rows:
        page = pages.get(row.page_id)
        title = page.get_admin_display_title() if page else f"#{row.page_id}"
        again = reverse("failing_page_try_again", args=[row.page_id])
        yield Failure(row, gettext_lazy("published anew"), page, title, again, _form_of(page))


def _scheduled(pks: list[int]) -> Iterator[Failure]:
    rows = FailedSchedule.objects.filter(pk__in=pks).select_related("revision", "page__locale")
    for row in rows:
        goes_live = row.revision is not None
        subject = row.revision.content_object if row.revision else row.page
        title = str(subject) if row.revision is None else row.revision.object_str
        task = gettext_lazy("going live") if goes_live else gettext_lazy("expiring")
        again = reverse("failed_schedule_try_again", args=[row.pk])
        yield Failure(row, task, subject, title, again, _form_of(subject))


def _form_of(subject: Any) -> str | None:
    if not isinstance(subject, Page):
        return None
    return reverse("wagtailadmin_pages:edit", args=[subject.pk])


register(Source(lambda: StalePage.objects.filter(attempts__gt=0), _stale))
register(Source(lambda: FailedSchedule.objects.all(), _scheduled))


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


class TryScheduleAgainView(MayKeepPagesPublished):
    """The worker's next turn takes it: going live is a transaction of its own."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, failure_id: int) -> HttpResponse:
        row = get_object_or_404(FailedSchedule, pk=failure_id)
        FailedSchedule.objects.filter(pk=row.pk).update(retry_at=clock.now())
        messages.success(request, _("It is tried again within seconds."))
        return redirect("failing_pages")


class FailingPagesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


def menu_item() -> MenuItem:
    return FailingPagesMenuItem(
        TITLE,
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
        path(
            "reports/failing-pages/schedules/<int:failure_id>/try-again/",
            TryScheduleAgainView.as_view(),
            name="failed_schedule_try_again",
        ),
    ]
