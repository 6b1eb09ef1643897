"""What the page picker offers while somebody types."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path

from cms.core.matching import words_in
from cms.core.visibility import visible_to
from content_pages.models import InstitutionPage, ProgrammePage

OFFERED = 10
SUGGESTED: Mapping[str, Any] = {"institution": InstitutionPage, "programme": ProgrammePage}


def suggest(request: HttpRequest, kind: str) -> JsonResponse:
    """`{"pages": [{"id", "title"}]}`: what the asker may see, public pages first."""
    if kind not in SUGGESTED:
        raise Http404
    pages = SUGGESTED[kind].objects.filter(words_in(request.GET.get("q", ""), "title"))
    if locale := request.GET.get("locale"):
        pages = pages.filter(locale__language_code=locale)
    seen = visible_to(request.user, pages).order_by("-live", "title")
    return JsonResponse({"pages": list(seen.values("id", "title")[:OFFERED])})


def admin_urls() -> list[Any]:
    return [path("page-suggestions/<str:kind>/", suggest, name="page_suggestions")]
