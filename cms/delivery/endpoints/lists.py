"""Lists of cards: the catalogue says which documents, one statement fetches their bytes."""

from collections import deque
from threading import Lock
from typing import NamedTuple

import orjson

from cms.catalogue.catalogue import Answer, refresh_to
from cms.catalogue.catalogue import answer as find
from cms.catalogue.query import ListQuery, list_parameters, list_query
from cms.core.http import Request
from cms.core.parameters import ParameterSet, remembered
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import fields_parameter, language_parameters, query_string
from cms.delivery.http.representation import Representation, id_and_locale, requested_representation
from cms.delivery.http.responses import answer, digest, if_none_match, is_current
from cms.delivery.selectors.cards import read_cards
from cms.delivery.selectors.log import change_number

# A snapshot is brought up to date once per request. A publisher faster than that only makes an
# answer that is a moment old.
ATTEMPTS = 2
# Bytes of cards that are kept between two changes: of fifty pages or so.
MOST_KEPT = 2_000_000


class List:
    """`GET /items` and the like."""

    def __init__(self, kind: str, fields: list[str]) -> None:
        self.kind = kind
        own = [*language_parameters(), fields_parameter(fields)]
        self.parameters = ParameterSet(*own, *list_parameters(kind))
        self._query = remembered(self._read_query)

    def __call__(self, request: Request) -> Reply:
        text = query_string(request)
        wanted = requested_representation(request, self.parameters.read(text))
        query = self._query(text, wanted.locale, len(wanted.chain) > 1)
        tags = if_none_match(request)
        if tags:
            etag = self._etag(_find_alone(query), wanted, text)
            if is_current(tags, etag):
                return self._answer(None, etag, wanted, "")
        found, cards = _find(query)
        facts = _card_facts(found, cards)
        body = _body(wanted, found, cards, facts.locales)
        return self._answer(body, self._etag(found, wanted, text), wanted, facts.keys)

    def _read_query(self, text: str, locale: str, fallback: bool) -> ListQuery:
        values = self.parameters.read(text)
        return list_query(self.kind, values, locale=locale, fallback=fallback)

    def _etag(self, found: Answer, wanted: Representation, text: str) -> str:
        """Of the state and of what is listed: time takes documents out without a change."""
        return digest(self.kind, str(found.version), found.fingerprint, wanted.locale, text)

    def _answer(self, body: bytes | None, etag: str, wanted: Representation, keys: str) -> Reply:
        return answer(
            body,
            etag=etag,
            language=wanted.locale,
            negotiated=wanted.negotiated,
            surrogate_keys=f"list-{self.kind}{keys}",
        )


def _find_alone(query: ListQuery) -> Answer:
    """The catalogue's answer as of now, without cards."""
    found = find(query)
    number = change_number()
    if found.version != number:
        refresh_to(number)
        found = find(query)
    return found


def _find(query: ListQuery) -> tuple[Answer, list[bytes]]:
    """The catalogue's answer and its cards in order, both of one state."""
    for _ in range(ATTEMPTS):
        found = find(query)
        kept: list[bytes] | None = found.notes.get("cards")
        if kept is not None and change_number() == found.version:
            return found, kept
        number, by_id = read_cards(found.document_ids)
        cards = [by_id[one] for one in found.document_ids if one in by_id]
        if found.version == number:
            _keep(found, cards)
            return found, cards
        refresh_to(number)
    # Overtaken twice: the answer is tagged as the older state it is, and nobody is told 304 for it.
    return found, cards


class _Kept:
    """Answers that keep their cards, the oldest first, and how many bytes those are."""

    def __init__(self) -> None:
        self.answers: deque[tuple[Answer, int]] = deque()
        self.size = 0
        self.lock = Lock()


_kept = _Kept()


def _keep(found: Answer, cards: list[bytes]) -> None:
    """Frontends ask for the same few pages: their cards wait for the next who asks, or change."""
    size = sum(map(len, cards))
    with _kept.lock:
        found.notes["cards"] = cards
        _kept.answers.append((found, size))
        _kept.size += size
        while _kept.answers and (
            _kept.size > MOST_KEPT or _kept.answers[0][0].version != found.version
        ):
            oldest, size = _kept.answers.popleft()
            oldest.notes.pop("cards", None)
            _kept.size -= size


class CardFacts(NamedTuple):
    """Of cards in order: their documents as surrogate keys, ` d-…` each, and their locales."""

    keys: str
    locales: list[str]


def _card_facts(found: Answer, cards: list[bytes]) -> CardFacts:
    """Read from the cards once per answer: a document keeps its id and its locale."""
    known: CardFacts | None = found.notes.get("card_facts")
    if known is not None and len(known.locales) == len(cards):
        return known
    named = [id_and_locale(card) for card in cards]
    facts = CardFacts("".join(f" d-{key}" for key, _ in named), [locale for _, locale in named])
    if len(cards) == len(found.document_ids):
        found.notes["card_facts"] = facts
    return facts


def _body(wanted: Representation, found: Answer, cards: list[bytes], locales: list[str]) -> bytes:
    served = b",".join(map(wanted.render, cards, locales))
    return b"".join((b'{"items":[', served, _tail(found)))


def _tail(found: Answer) -> bytes:
    """What follows the cards, written once per answer."""
    tail: bytes | None = found.notes.get("tail")
    if tail is None:
        parts = [b'],"next":', orjson.dumps(found.next)]
        if found.total is not None:
            parts += [b',"total":', orjson.dumps(found.total)]
        if found.facets_json is not None:
            parts += [b',"facets":', found.facets_json]
        tail = found.notes["tail"] = b"".join([*parts, b"}"])
    return tail
