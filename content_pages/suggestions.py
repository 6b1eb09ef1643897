"""What the page picker offers while somebody types."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path

from cms.core.matching import words_in
from content_pages.models import InstitutionPage, ProgrammePage
from content_pages.visibility import visible_to

OFFERED = 10
KINDS: Mapping[str, Any] = {"institution": InstitutionPage, "programme": ProgrammePage}


def suggest(request: HttpRequest, kind: str) -> JsonResponse:
    """`{"pages": [{"id", "title"}]}`: public pages, and drafts the asker works on."""
    if kind not in KINDS:
        raise Http404
    pages = KINDS[kind].objects.filter(words_in(request.GET.get("q", ""), "title"))
    if locale := request.GET.get("locale"):
        pages = pages.filter(locale__language_code=locale)
    offered = pages.filter(live=True).order_by("title").values("id", "title")[:OFFERED]
    drafts = visible_to(request.user, pages.filter(live=False)).values("id", "title")[:OFFERED]
    return JsonResponse({"pages": [*offered, *drafts][:OFFERED]})


def admin_urls() -> list[Any]:
    return [path("page-suggestions/<str:kind>/", suggest, name="page_suggestions")]
