"""A small renderer: any document's JSON as a page, a draft's as well as a public one's."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from cms.core import locales
from cms.publication.rendering.colours import accents
from cms.publication.rendering.layout import lay_out
from cms.publication.rendering.parts import Surroundings
from cms.publication.rendering.surrounding import surroundings_of
from cms.publication.rendering.typography import spaced

# Rich text is what editors typed: nothing in it may run, no form may be sent from it, and nothing
# is asked of another host. The admin's user bar, in an editor's preview, needs more.
NOTHING_FOREIGN = (
    "default-src 'none'; img-src 'self' data: {files}; font-src 'self'; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'self'; style-src 'self'{style}"
)
USER_BAR = " 'unsafe-inline'; script-src 'self'; connect-src 'self'"
NO_STORE = "no-store"


def render_document(
    request: HttpRequest,
    document: dict[str, Any],
    *,
    notice: str = "",
    editing: bool = False,
    query: str = "",
    caching: str = NO_STORE,
) -> HttpResponse:
    """Draws a detail document inside the site; one set of templates for every kind.

    `notice` is a line above the page. `editing` adds Wagtail's user bar, which checks the page's
    accessibility for the editor. `query` is the page's query string, which the lists on it read;
    `caching` the Cache-Control of what is public.
    """
    with translation.override(document["locale"]):
        around = surroundings_of(document, query)
        colour = (document.get("category") or document).get("colour") or ""
        return render_page(
            request,
            "publication/document.html",
            around,
            locale=document["locale"],
            style=_style(colour),
            editing=editing,
            caching=caching,
            document=document,
            layout=lay_out(document, around),
            notice=notice,
        )


def render_page(
    request: HttpRequest,
    template: str,
    around: Surroundings,
    *,
    locale: str,
    status: int = 200,
    style: str = "",
    editing: bool = False,
    caching: str = NO_STORE,
    **context: Any,
) -> HttpResponse:
    """A page of the site in `locale`, with the headers all of them have."""
    with translation.override(locale):
        html = render_to_string(
            template,
            {
                "around": around,
                "locale": locale,
                "direction": locales.direction(locale),
                "site_name": settings.WAGTAIL_SITE_NAME,
                "style": style,
                "editing": editing,
                **context,
            },
            request=request,
        )
    response = HttpResponse(spaced(html, locale), status=status)
    response["Content-Language"] = locale
    response["Content-Security-Policy"] = _policy(style, editing)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = caching
    return response


def _style(colour: str) -> str:
    """A category's colour as the page's own, readable by day and by night."""
    chosen = accents(colour)
    if chosen is None:
        return ""
    light, dark = chosen
    return (
        f":root{{--accent:{light}}}@media (prefers-color-scheme:dark){{:root{{--accent:{dark}}}}}"
    )


def _policy(style: str, editing: bool) -> str:
    """The Content-Security-Policy; the one inline style is allowed by its hash."""
    files = "{0.scheme}://{0.netloc}".format(urlsplit(settings.PUBLIC_BASE_URL))
    if editing:
        return NOTHING_FOREIGN.format(files=files, style=USER_BAR)
    allowed = ""
    if style:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        allowed = f" 'sha256-{digest}'"
    return NOTHING_FOREIGN.format(files=files, style=allowed)
