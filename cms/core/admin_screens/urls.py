"""Addresses of Wagtail's admin that are answered here; included before its own."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.defaults import page_not_found
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.core.admin_screens import choosers, files, groups, privacy, reports, tags


def in_the_admin(patterns: list[Any]) -> list[Any]:
    """Behind the admin's door, with its 404 and never cached, as Wagtail's own addresses are."""
    for decorator in (require_admin_access, _own_404, never_cache):
        decorate_urlpatterns(patterns, decorator)
    return patterns


def _own_404(view: Any) -> Any:
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404 as missing:
            return page_not_found(request, missing, template_name="wagtailadmin/404.html")

    return answered


def listing(address: str, view: Any) -> list[Any]:
    """A listing and its results alone, which the page asks for while somebody types."""
    return [
        path(address, view.as_view()),
        path(f"{address}results/", view.as_view(results_only=True)),
    ]


urlpatterns = in_the_admin(
    [
        path("choose-page/", choosers.Browse.as_view()),
        path("choose-page/search/", choosers.Search.as_view()),
        path("tag-autocomplete/", tags.autocomplete),
        path("tag-autocomplete/<slug:app_name>/<slug:model_name>/", tags.autocomplete),
        path(f"{choosers.IMAGES.url_prefix}/", choosers.IMAGES.choose_view),
        path("collections/<int:collection_id>/privacy/", privacy.SetCollectionPrivacy.as_view()),
        path("workflows/tasks/add/<str:app_label>/<str:model_name>/", groups.CreateTask.as_view()),
        path("workflows/tasks/edit/<int:pk>/", groups.EditTask.as_view(), name="edit_task"),
        *listing("images/", files.Images),
        *listing("documents/", files.Documents),
        *listing("redirects/", reports.Redirects),
        *listing("forms/", reports.FormPages),
        *listing("reports/locked/", reports.LockedPages),
        *listing("reports/page-types-usage/", reports.PageTypesUsage),
        *listing("reports/site-history/", reports.SiteHistory),
        *listing("reports/workflow/", reports.Workflows),
    ]
)
