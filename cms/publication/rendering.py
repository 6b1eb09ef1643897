"""A small renderer: any document's JSON as a page, so that a draft can be looked at."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def render_document(request: HttpRequest, document: dict[str, Any]) -> HttpResponse:
    """Draws a detail document; one template for every kind."""
    return TemplateResponse(request, "publication/document.html", {"document": document})
