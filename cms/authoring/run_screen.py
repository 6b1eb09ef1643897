"""One import: what it left waiting, what became of that, and the decision that publishes it all."""

from functools import cached_property
from typing import Any, cast

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from cms.accounts.models import User
from cms.authoring.deciding import decide, is_under_way, may_decide
from cms.authoring.import_screen import outcomes
from cms.authoring.models import ImportedPage, ImportRun
from cms.authoring.operators import DECIDE
from cms.authoring.tasks import carry_out_decision
from cms.authoring.visibility import SEE_IMPORTS
from cms.core.paginator import CountedPaginator

State = ImportedPage.State


class OfARun:
    """A screen of one import, for whoever may see imports."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(SEE_IMPORTS):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def run(self) -> ImportRun:
        runs = ImportRun.objects.select_related("user", "decided_by")
        return get_object_or_404(runs, pk=self.kwargs["run_id"])

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many pages it left, by what became of them."""
        rows = self.run.pages.order_by().values_list("state").annotate(pages=Count("pk"))
        return dict(rows)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        home: list[dict[str, Any]] = super().breadcrumbs_items  # type: ignore[misc]
        return [*home, {"url": reverse("imports"), "label": _("Imports")}]


class PageFilterSet(WagtailFilterSet):
    class Meta:
        model = ImportedPage
        fields = ["state"]


class RunView(OfARun, ReportView):
    paginator_class = CountedPaginator
    model = ImportedPage
    header_icon = "download"
    index_url_name = "import_run"
    index_results_url_name = "import_run_results"
    template_name = "authoring/admin/run.html"
    filterset_class = PageFilterSet
    default_ordering = "pk"
    show_export_buttons = False
    no_results_message = gettext_lazy("It left nothing to a review or a decision.")
    columns = [
        TitleColumn("title", label=gettext_lazy("Page"), get_url=lambda row: row.edit),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
        Column("reason", label=gettext_lazy("Reason")),
    ]

    def get_page_title(self) -> str:
        return self.run.file_name

    def get_index_url(self) -> str:
        return reverse(self.index_url_name, args=[self.run.pk])

    def get_index_results_url(self) -> str:
        return reverse(self.index_results_url_name, args=[self.run.pk])

    def get_base_queryset(self) -> "QuerySet[ImportedPage]":
        return self.run.pages.all()

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        there = Page.objects.in_bulk([row.page_id for row in object_list])
        for row in object_list:
            known = row.page_id in there
            row.edit = reverse("wagtailadmin_pages:edit", args=[row.page_id]) if known else None
        return object_list

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        waits = self.counts.get(State.WAITING, 0)
        if not waits or is_under_way(self.run) or not may_decide(self.run, self.user):
            return []
        label = ngettext("Decide: publish %(n)d page", "Decide: publish all %(n)d pages", waits)
        address = reverse("import_run_decide", args=[self.run.pk])
        return [HeaderButton(label % {"n": waits}, url=address, icon_name="check")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            run=self.run,
            outcomes=outcomes(self.run),
            under_way=is_under_way(self.run),
            counts=[(label, self.counts.get(state, 0)) for state, label in State.choices],
            **kwargs,
        )


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Why it needs no review: it stands in the log, at every page."),
    )


class DecideView(OfARun, WagtailAdminTemplateMixin, FormView):
    template_name = "authoring/admin/decide.html"
    page_title: str | Promise = gettext_lazy("Decide an import")
    header_icon = "check"
    form_class = DecisionForm
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(DECIDE) or not may_decide(self.run, self.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.run.file_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.counts.get(State.WAITING, 0)
        return super().get_context_data(run=self.run, waits=waits, **kwargs)

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            decide(
                run=self.run,
                user=self.user,
                reason=form.cleaned_data["reason"],
                carry_out=carry_out_decision.enqueue,
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return self.form_invalid(form)
        messages.success(
            self.request, _("The import is decided: its pages are published in the background.")
        )
        return redirect("import_run", self.run.pk)


def permissions() -> "QuerySet[Permission]":
    """Offered in the forms of groups."""
    app_label, _dot, codename = DECIDE.partition(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


def urls() -> list[Any]:
    base = "reports/imports/<int:run_id>/"
    return [
        path(base, RunView.as_view(), name="import_run"),
        path(f"{base}results/", RunView.as_view(results_only=True), name="import_run_results"),
        path(f"{base}decide/", DecideView.as_view(), name="import_run_decide"),
    ]
