"""The report “Moderation”: the figures as charts, each of them as a CSV."""

import csv
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.editorial.oversight.charts import bars
from cms.editorial.oversight.figures import TABLES, Table
from cms.editorial.oversight.period import Period, PeriodForm
from cms.editorial.policies import ASSIGN

TITLE = gettext_lazy("Moderation in figures")


class FiguresView(WagtailAdminTemplateMixin, TemplateView):
    """`?csv=load` downloads one of the tables."""

    template_name = "editorial/oversight/figures.html"
    page_title = TITLE
    header_icon = "table"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(ASSIGN):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> PeriodForm:
        asked = {"first", "last"} & self.request.GET.keys()
        usual = Period.usual()
        initial = {"first": usual.first, "last": usual.last}
        return PeriodForm(self.request.GET if asked else initial)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("csv")
        if wanted is None:
            return super().get(request, *args, **kwargs)
        if wanted not in TABLES:
            raise Http404
        return as_csv(TABLES[wanted](self.form.period), self.form.period)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period = self.form.period
        tables = [make(period) for make in TABLES.values()]
        return super().get_context_data(
            form=self.form,
            period=period,
            charts=[(table, bars(table)) for table in tables],
            **kwargs,
        )


def as_csv(table: Table, period: Period) -> HttpResponse:
    """UTF-8; the middleware keeps its cells from being formulas."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"moderation-{table.code}-{period.first}-{period.last}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    share = [str(table.share)] if table.share else []
    writer.writerow([str(table.first), *map(str, table.columns), *share])
    for row in table.rows:
        writer.writerow([row.label, *row.values, *([row.share] if share else [])])
    return response


class FiguresMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ASSIGN))


def menu_item() -> MenuItem:
    address = reverse("moderation_figures")
    return FiguresMenuItem(TITLE, address, name="moderation-figures", icon_name="table", order=1340)


def admin_urls() -> list[Any]:
    return [path("reports/moderation/", FiguresView.as_view(), name="moderation_figures")]
