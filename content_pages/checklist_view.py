"""The list of what a page lacks, drawn again while its form is open."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe
from wagtail.models import Page

from content_pages.requirements import REQUIREMENTS


@require_safe
def checklist(request: HttpRequest, page_id: int) -> HttpResponse:
    """Of the version saved last. 404 for who does not edit the page, and for pages without one."""
    page = get_object_or_404(Page, pk=page_id).specific
    if type(page) not in REQUIREMENTS or not page.permissions_for_user(request.user).can_edit():
        raise Http404
    draft = page.get_latest_revision_as_object()
    return render(request, "content_pages/panels/checklist_again.html", {"page": draft})


def admin_urls() -> list[Any]:
    return [
        path("publishing-checklist/<int:page_id>/", checklist, name="publishing_checklist"),
    ]
