"""Reports: rows and names of the pages one works on, and of nothing else."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.admin.views.reports import audit_logging, locked_pages, page_types_usage, workflows
from wagtail.contrib.forms.views import FormPagesListView
from wagtail.contrib.redirects.views import IndexView as RedirectIndexView
from wagtail.models import Page, PageLogEntry, WorkflowState
from wagtail.permissions import policy_registry

from cms.core.admin_screens.people import FormPageFilters, at_work_on_my_pages
from cms.core.visibility import is_ruled, mine, sees_everything, visible_to


def who_asked_for_review(request: HttpRequest) -> QuerySet[Any]:
    """Whoever began a workflow on a page one works on, and whom one may see anyway."""
    everybody = workflows.get_requested_by_queryset(request)
    if sees_everything(request.user):
        return everybody
    pages = mine(request.user, Page.objects.all()).annotate(key=Cast("pk", CharField()))
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=pages.values("key")
    )
    return everybody.filter(pk__in=states.values("requested_by"))


class WorkflowFilters(workflows.WorkflowReportFilterSet):
    requested_by = django_filters.ModelChoiceFilter(
        field_name="requested_by", queryset=who_asked_for_review
    )

    class Meta(workflows.WorkflowReportFilterSet.Meta):
        pass


class Workflows(workflows.WorkflowView):
    filterset_class = WorkflowFilters


def who_locked(request: HttpRequest) -> QuerySet[Any]:
    return visible_to(request.user, locked_pages.get_users_for_filter())


class LockFilters(locked_pages.LockedPagesReportFilterSet):
    locked_by = django_filters.ModelChoiceFilter(field_name="locked_by", queryset=who_locked)

    class Meta(locked_pages.LockedPagesReportFilterSet.Meta):
        pass


class LockedPages(locked_pages.LockedPagesView):
    filterset_class = LockFilters


class HistoryFilters(audit_logging.SiteHistoryReportFilterSet):
    def get_users_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        if sees_everything(user):
            return audit_logging.get_users_for_filter(user)
        return at_work_on_my_pages(user)

    class Meta(audit_logging.SiteHistoryReportFilterSet.Meta):
        pass


class SiteHistory(audit_logging.LogEntriesView):
    filterset_class = HistoryFilters

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Called for the log of each kind; of each, only what is about things one sees."""
        return super().filter_queryset(entries_seen(self.request.user, queryset))


def entries_seen(user: Any, entries: QuerySet[Any]) -> QuerySet[Any]:
    """Log entries about the pages the user works on, and about other things they may change."""
    if sees_everything(user):
        return entries
    if entries.model is PageLogEntry:
        return entries.filter(page__in=mine(user, Page.objects.all()))
    about = Q(pk__in=())
    for content_type in ContentType.objects.filter(pk__in=entries.values("content_type")):
        model = content_type.model_class()
        if model is not None and is_ruled(model):
            policy = policy_registry.get_by_type(model)
            changed = policy.instances_user_has_any_permission_for(user, {"change"})
            seen = visible_to(user, model._default_manager.filter(pk__in=changed.values("pk")))
            keys = seen.annotate(object_pk=Cast("pk", CharField())).values("object_pk")
            about |= Q(content_type=content_type, object_id__in=keys)
    return entries.filter(about)


class PageTypesUsage(page_types_usage.PageTypesUsageReportView):
    """Counts and names of the pages one works on; staff see those of all."""

    def get_queryset(self) -> QuerySet[Any]:
        queryset = super().get_queryset()
        if sees_everything(self.request.user):
            return queryset
        pages = mine(self.request.user, Page.objects.all())
        chosen = self.filters.form.cleaned_data
        if language := chosen.get("page_locale"):
            pages = pages.filter(locale__language_code=language)
        if root := chosen.get("site"):
            pages = pages.filter(path__startswith=root)
        newest = pages.filter(content_type=OuterRef("pk")).order_by(
            F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk"
        )
        return queryset.annotate(
            count=Count("pages", filter=Q(pages__in=pages)),
            last_edited_page_id=Subquery(newest.values("pk")[:1]),
        ).order_by("-count", "app_label", "model")


class FormPages(FormPagesListView):
    filterset_class = FormPageFilters


class Redirects(RedirectIndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return visible_to(self.request.user, super().get_base_queryset())
