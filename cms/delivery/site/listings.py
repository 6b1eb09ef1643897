"""Lists of cards on the site: the API's own questions to the catalogue, and its very cards."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from cms.catalogue.catalogue import Answer, refresh_to
from cms.catalogue.catalogue import answer as find
from cms.catalogue.query import ListQuery, list_parameters, list_query
from cms.core.parameters import fault
from cms.core.problems import BadParameter
from cms.delivery.selectors.cards import read_cards
from cms.publication.rendering.parts import CardList

# A snapshot is brought up to date once per page, as in the API's lists.
ATTEMPTS = 2
Json = Any


@dataclass(frozen=True)
class Wanted:
    """A list to be read, and what is made of its answer.

    An `optional` one is empty where it asks for something that is not public.
    """

    query: ListQuery
    finish: Callable[[Answer, Sequence[Json]], CardList]
    optional: bool = False


def question(kind: str, locale: str, parameters: Mapping[str, Iterable[object]]) -> ListQuery:
    """The list these parameters of the API ask for; raises BadParameter."""
    texts = {name: [str(one) for one in values] for name, values in parameters.items()}
    known = list_parameters(kind)
    if strangers := texts.keys() - {one.name for one in known}:
        raise fault(min(strangers), "This parameter is unknown.", "unknown_parameter")
    values = {one.name: one.value(texts.get(one.name, [])) for one in known}
    return list_query(kind, values, locale=locale, fallback=True)


def read(wanted: Sequence[Wanted]) -> list[CardList]:
    """All lists of a page with the cards of all, in one statement.

    Raises BadParameter where a list that is not optional asks for what is not public.
    """
    found: list[Answer | None] = []
    cards: Mapping[int, bytes] = {}
    for _attempt in range(ATTEMPTS):
        found = [_found(one) for one in wanted]
        answers = [one for one in found if one is not None]
        if not answers:
            break
        ids = list(dict.fromkeys(number for one in answers for number in one.document_ids))
        version, cards = read_cards(ids)
        if all(one.version == version for one in answers):
            break
        refresh_to(version)
    return [_finished(*one, cards) for one in zip(wanted, found, strict=True)]


def _found(wanted: Wanted) -> Answer | None:
    try:
        return find(wanted.query)
    except BadParameter:
        if wanted.optional:
            return None
        raise


def _finished(wanted: Wanted, answer: Answer | None, cards: Mapping[int, bytes]) -> CardList:
    if answer is None:
        return CardList("", ())
    shown = [orjson.loads(cards[one]) for one in answer.document_ids if one in cards]
    return wanted.finish(answer, shown)
