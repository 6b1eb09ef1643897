"""`GET /home` and `GET /navigation`: the front page, and the menus an editor keeps on it."""

import orjson

from cms.core.http import Request
from cms.core.parameters import ParameterSet
from cms.delivery.endpoints.detail import served, without_body_for_any
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import fields_parameter, language_parameters, query_string
from cms.delivery.http.representation import Representation, requested_representation
from cms.delivery.http.responses import answer, if_none_match
from cms.delivery.selectors import documents
from cms.delivery.selectors.documents import Found
from cms.delivery.selectors.tombstones import absence


class Home:
    """`GET /home`."""

    def __init__(self, fields: list[str]) -> None:
        self.parameters = ParameterSet(*language_parameters(), fields_parameter(fields))

    def __call__(self, request: Request) -> Reply:
        wanted = requested_representation(request, self.parameters.read(query_string(request)))
        tags = if_none_match(request)
        found = home(wanted, wanted.known_etags(tags))
        return served(wanted, without_body_for_any(found, tags))


def home(wanted: Representation, known: list[str]) -> Found:
    """The home page's document; raises NotFound where there is none."""
    found = documents.by_kind("home", wanted.chain, known)
    if found is None:
        raise absence(kind="home", chain=wanted.chain)
    return found


class Navigation:
    """`GET /navigation`: the menus an editor keeps on the home page."""

    def __init__(self) -> None:
        self.parameters = ParameterSet(*language_parameters())

    def __call__(self, request: Request) -> Reply:
        wanted = requested_representation(request, self.parameters.read(query_string(request)))
        tags = if_none_match(request)
        known = [tag.removesuffix(".menus") for tag in tags if tag.endswith(".menus")]
        found = home(wanted, wanted.known_etags(frozenset(known)))
        found = without_body_for_any(found, tags)
        return answer(
            None if found.detail is None else self._menus(wanted, found),
            etag=f"{found.etag}.{wanted.etag_suffix}.menus",
            language=found.locale,
            negotiated=wanted.negotiated,
            surrogate_keys=found.surrogate_keys,
        )

    def _menus(self, wanted: Representation, found: Found) -> bytes:
        document = orjson.loads(found.detail or b"{}")
        return orjson.dumps(
            {
                "locale": found.locale,
                "requested_locale": wanted.locale,
                "fallback": found.locale != wanted.locale,
                **document["navigation"],
            }
        )
