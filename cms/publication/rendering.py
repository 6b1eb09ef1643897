"""A small renderer: any document's JSON as a page, so that a draft can be looked at."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from cms.core import locales
from cms.publication.drawing import draw

# Rich text is what editors typed: nothing in it may run, and no form may be sent from it.
POLICY = (
    "default-src 'none'; img-src * data:; media-src *; font-src 'self';"
    " style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none';"
    " form-action 'none';"
    " frame-ancestors 'self'"
)


def render_document(
    request: HttpRequest, document: dict[str, Any], *, notice: str = "", editing: bool = False
) -> HttpResponse:
    """Draws a detail document; one set of templates for every kind.

    `notice` is a line above the page. `editing` adds Wagtail's user bar, which checks the page's
    accessibility for the editor.
    """
    locale = document["locale"]
    with translation.override(locale):
        page = render_to_string(
            "publication/document.html",
            {
                "document": document,
                "drawing": draw(document),
                "direction": locales.direction(locale),
                "notice": notice,
                "editing": editing,
            },
            request=request,
        )
    response = HttpResponse(page)
    response["Content-Language"] = locale
    response["Content-Security-Policy"] = POLICY
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
