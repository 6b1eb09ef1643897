"""Lists of cards: the catalogue says which documents, one statement fetches their bytes."""

from collections.abc import Mapping
from functools import lru_cache

import orjson
from django.http import HttpRequest, HttpResponse

from cms.catalogue.catalogue import Answer, refresh_to
from cms.catalogue.catalogue import answer as find
from cms.catalogue.query import ListQuery, parse_list
from cms.delivery import selectors
from cms.delivery.asking import Ask, ask, identity
from cms.delivery.documents import language_parameters
from cms.delivery.list_parameters import list_parameters
from cms.delivery.parameters import ParameterSet, fields_parameter, given, query_string
from cms.delivery.responses import answer, asked_tags, digest, is_current
from cms.delivery.selectors import Version

# A snapshot is brought up to date once per request. A publisher faster than that only makes an
# answer that is a moment old.
ATTEMPTS = 2


class List:
    """`GET /items` and the like."""

    def __init__(self, kind: str, fields: list[str]) -> None:
        self.kind = kind
        own = [*language_parameters(), fields_parameter(fields)]
        self.parameters = ParameterSet(*own, *list_parameters(kind))
        self._own = ParameterSet(*own)
        self._values = lru_cache(maxsize=2048)(self._read_own)
        self._query = lru_cache(maxsize=2048)(self._read_query)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        text = query_string(request)
        asked = ask(request, self._values(text))
        query = self._query(text, asked.locale, len(asked.chain) > 1)
        tags = asked_tags(request)
        if tags:
            etag = self._etag(selectors.version(), asked, text)
            if is_current(tags, etag):
                return self._answer(None, etag, asked, [])
        found, version, cards = _find(query)
        whose = [identity(card) for card in cards]
        body = _body(asked, found, cards, [locale for _key, locale in whose])
        etag = self._etag(version, asked, text)
        return self._answer(body, etag, asked, [key for key, _locale in whose])

    def _read_own(self, text: str) -> Mapping[str, object]:
        said = given(text)
        self.parameters.refuse_unknown(said)
        return self._own.values(said)

    def _read_query(self, text: str, locale: str, fallback: bool) -> ListQuery:
        return parse_list(self.kind, given(text), locale=locale, fallback=fallback)

    def _etag(self, version: Version, asked: Ask, text: str) -> str:
        return digest(self.kind, str(version[0]), str(version[1]), asked.locale, text)

    def _answer(self, body: bytes | None, etag: str, asked: Ask, keys: list[str]) -> HttpResponse:
        return answer(
            body,
            etag=etag,
            language=asked.locale,
            negotiated=asked.negotiated,
            surrogate_keys=" d-".join((f"list-{self.kind}", *keys)),
        )


def _find(query: ListQuery) -> tuple[Answer, Version, list[bytes]]:
    """The catalogue's answer, the version it belongs to, and its cards in order."""
    for _ in range(ATTEMPTS):
        found = find(query)
        version, rows = selectors.cards(found.document_ids)
        if found.version == version[0]:
            break
        refresh_to(version[0])
    by_id: dict[int, bytes] = dict(rows)
    cards = [by_id[one] for one in found.document_ids if one in by_id]
    # Overtaken twice: the answer is tagged as the older state it is, and nobody is told 304 for it.
    return found, (min(found.version, version[0]), version[1]), cards


def _body(asked: Ask, found: Answer, cards: list[bytes], locales: list[str]) -> bytes:
    served = b",".join(map(asked.serve, cards, locales))
    parts = [b'{"items":[', served, b'],"next":', orjson.dumps(found.next)]
    if found.total is not None:
        parts += [b',"total":', orjson.dumps(found.total)]
    if found.facets is not None:
        parts += [b',"facets":', orjson.dumps(found.facets)]
    return b"".join([*parts, b"}"])
