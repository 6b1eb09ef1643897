"""The public site itself, drawn from published copies: what citizens meet where no frontend is."""

import orjson
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseGone
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core import locales
from cms.core.problems import Gone, NotFound
from cms.delivery import selectors
from cms.delivery.gone import absence
from cms.delivery.negotiation import preferred_locale
from cms.delivery.resolving import redirect_from
from cms.publication.rendering import render_document


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """`/` leads to the home page in the language that suits the reader best."""
    locale = preferred_locale(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    found = selectors.by_kind("home", locales.chain(locale))
    response = redirect(f"/{found.locale if found else locale}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """The published document at this path, or where the path leads now.

    Raises Http404 for what is not public, whatever the reason.
    """
    wanted = f"/{path}"
    if path.startswith(("/", "\\")):
        # To a browser `//host/` is another site: nothing here is there, and nothing leads there.
        raise Http404
    if not wanted.endswith("/"):
        return redirect(f"{wanted}/", permanent=True)
    found = selectors.by_path(wanted)
    if found is None or found.detail is None:
        return _elsewhere(wanted)
    document = {"requested_locale": found.locale, "fallback": False} | orjson.loads(found.detail)
    return render_document(request, document)


def _elsewhere(path: str) -> HttpResponse:
    try:
        target = redirect_from(path)
        if target is None:
            raise absence(chain=locales.content_locales(), path=path)
    except Gone:
        return HttpResponseGone(_("This page has been withdrawn."), content_type="text/plain")
    except NotFound:
        raise Http404 from None
    return redirect(target[0], permanent=target[1])
