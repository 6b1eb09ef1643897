"""The public site itself, drawn from published copies: what citizens meet where no frontend is."""

import re
from typing import Any

import orjson
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from cms.core import locales
from cms.core.problems import BadRequest, Gone, NotFound
from cms.delivery.http.negotiation import preferred_locale
from cms.delivery.http.responses import REVALIDATE
from cms.delivery.selectors import documents
from cms.delivery.selectors.redirects import redirect_from
from cms.delivery.selectors.tombstones import absence
from cms.delivery.site.around import surround
from cms.delivery.site.neighbours import EVERYTHING
from cms.publication.rendering.pages import render_document, render_page
from cms.publication.rendering.parts import Surroundings

ALL_ITEMS = re.compile(rf"/([A-Za-z-]+)/{EVERYTHING}/").fullmatch


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the language that suits the reader best."""
    if not settings.PUBLIC_PAGES:
        raise Http404
    locale = preferred_locale(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    found = documents.by_kind("home", locales.chain(locale))
    response = redirect(f"/{found.locale if found else locale}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """The published document at this path, or where the path leads now.

    Raises Http404 for what is not public, whatever the reason.
    """
    wanted = f"/{path}"
    if not settings.PUBLIC_PAGES or path.startswith(("/", "\\")):
        # To a browser `//host/` is another site: nothing here is there, and nothing leads there.
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    if not wanted.endswith("/"):
        return redirect(f"{wanted}/" + (f"?{query}" if query else ""), permanent=True)
    document = _document(wanted)
    if document is None:
        return _elsewhere(request, wanted)
    try:
        return render_document(request, document, query=query, caching=REVALIDATE)
    except BadRequest:  # a filter's value, or a cursor, that is none of this list's
        return _missing(request, 404, unfiltered=wanted)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404: nothing is at this address, told in the reader's language."""
    return _missing(request, 404)


def _document(path: str) -> dict[str, Any] | None:
    found = documents.by_path(path)
    if found is not None and found.detail is not None:
        return {"requested_locale": found.locale, "fallback": False} | orjson.loads(found.detail)
    match = ALL_ITEMS(path)
    return _all_items(match[1]) if match and match[1] in locales.content_locales() else None


def _all_items(locale: str) -> dict[str, Any]:
    """The list of all items, which is no page of the tree: lists that are thinned lead here."""
    with override(locale):
        title = gettext("Everything to watch, hear, read and do")
    return {
        "kind": "section",
        "locale": locale,
        "path": f"/{locale}/{EVERYTHING}/",
        "title": title,
        "lists": "item",
        "alternates": [
            {"locale": code, "path": f"/{code}/{EVERYTHING}/"} for code in locales.content_locales()
        ],
    }


def _elsewhere(request: HttpRequest, path: str) -> HttpResponse:
    try:
        target = redirect_from(path)
        if target is None:
            raise absence(chain=locales.content_locales(), path=path)
    except Gone:
        return _missing(request, 410)
    except NotFound:
        raise Http404 from None
    return redirect(target[0], permanent=target[1])


def _missing(request: HttpRequest, status: int, unfiltered: str = "") -> HttpResponse:
    """A page that says what is not there, in the language of the path, else of the reader.

    `unfiltered` is the address of a list that is there, of which something was asked in vain.
    """
    first = request.path_info.lstrip("/").partition("/")[0]
    spoken = first in locales.content_locales()
    locale = first if spoken else preferred_locale(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    with override(locale):
        around = _around_nothing(locale)
    response = render_page(
        request,
        "delivery/missing.html",
        around,
        locale=locale,
        status=status,
        gone=status == 410,
        unfiltered=unfiltered,
    )
    if not spoken:
        patch_vary_headers(response, ["Accept-Language"])
    return response


def _around_nothing(locale: str) -> Surroundings:
    """Menus and languages; none where the database cannot be asked: what is missing is a 404 still,
    also inside a transaction that has failed."""
    try:
        return surround({"kind": "missing", "locale": locale, "alternates": []}, "")
    except DatabaseError:
        return Surroundings()
