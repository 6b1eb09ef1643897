"""`GET /`: what this API is, which locales it speaks, where to go from here."""

from functools import cache

import orjson
from django.conf import settings
from django.utils.translation import override

from cms.core import locales
from cms.core.http import Request
from cms.core.parameters import ParameterSet
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import query_string
from cms.delivery.http.responses import answer, digest, if_none_match, is_current
from cms.publication.documents.kinds import LISTED

VERSION = "1.0.0"
BASE = "/api/v1"
LINKS = {
    "openapi": f"{BASE}/openapi.json",
    "docs": f"{BASE}/docs",
    "home": f"{BASE}/home",
    "navigation": f"{BASE}/navigation",
    **{kind.plural: f"{BASE}/{kind.plural}" for kind in LISTED.values()},
    "vocabularies": f"{BASE}/vocabularies",
    "changes": f"{BASE}/changes",
}


class Index:
    def __init__(self) -> None:
        self.parameters = ParameterSet()

    def __call__(self, request: Request) -> Reply:
        self.parameters.read(query_string(request))
        body = orjson.dumps(_index())
        etag = digest(body.decode())
        return answer(
            None if is_current(if_none_match(request), etag) else body,
            etag=etag,
            language=locales.default_locale(),
        )


@cache
def _index() -> dict[str, object]:
    return {
        "name": settings.WAGTAIL_SITE_NAME,
        "version": VERSION,
        "default_locale": locales.default_locale(),
        "locales": [_locale(code) for code in locales.content_locales()],
        "links": {name: settings.PUBLIC_BASE_URL + path for name, path in LINKS.items()},
    }


def _locale(code: str) -> dict[str, object]:
    """A locale, named in its own language."""
    with override(code):
        label = str(dict(settings.WAGTAIL_CONTENT_LANGUAGES)[code])
    return {
        "code": code,
        "label": label,
        "direction": locales.direction(code),
        "chain": list(locales.chain(code)),
    }
