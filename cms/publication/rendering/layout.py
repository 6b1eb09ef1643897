"""A document sorted for the page: what stands in the head, the blocks, the cards, the facts.

Sorted by the shape of the JSON and not by the kind of document: a list of `{"type", "value"}` is a
stream of blocks, a list of documents a shelf of cards, the rest are facts. A field nobody thought
of is still shown, under its own name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from cms.publication.rendering.facts import NOTHING, STATED, facts
from cms.publication.rendering.labels import OF_THE_PAGE, SHELVES, STREAMS, UNSHOWN, by_its_name
from cms.publication.rendering.parts import CardList, Document, Fact, Line, Surroundings, Where
from cms.publication.rendering.statements import linked
from cms.publication.rendering.values import label_of

Json = Any
LEADS = ("summary", "lead", "intro")


@dataclass(frozen=True)
class Layout:
    lead: str
    badges: list[Line]
    streams: list[tuple[str, list[Json]]]
    shelves: list[tuple[str, list[Json]]]
    beside: list[Fact]
    below: list[Fact]


def lay_out(document: Document, around: Surroundings) -> Layout:
    """Sorts a detail document; labels and dates are in the active language."""
    unnamed = [
        field for field in document if field not in NAMED and _says_something(document[field])
    ]
    streams, shelves = [*STREAMS], [*SHELVES]
    streams += [field for field in unnamed if _is_stream(document[field])]
    shelves += [field for field in unnamed if _is_shelf(document[field])]
    unknown = [field for field in unnamed if field not in streams and field not in shelves]
    stated = facts(document, around.where, unknown)
    return Layout(
        lead=next((document[key] for key in LEADS if document.get(key)), ""),
        badges=list(_badges(document, around.where)),
        streams=[
            (_heading(STREAMS, field), _filled(document[field], around.latest))
            for field in streams
            if document.get(field)
        ],
        shelves=[
            (_heading(SHELVES, field), document[field]) for field in shelves if document.get(field)
        ],
        beside=[fact for fact in stated if not fact.apart],
        below=[fact for fact in stated if fact.apart],
    )


NAMED = OF_THE_PAGE | UNSHOWN | STATED | STREAMS.keys() | SHELVES.keys()


def _badges(document: Document, where: Where) -> Iterator[Line]:
    """What it is, and of whom, each leading to what else is so."""
    if category := document.get("category"):
        yield linked(category["title"], where.category(category["code"]))
    if kind := document.get("format"):
        yield linked(label_of("format", kind), where.filtered("format", kind["code"]))
    if institution := document.get("institution"):
        yield linked(institution["title"], where.institution(institution["id"]))
    if document.get("is_free"):
        yield linked(gettext("Free"), where.filtered("free", "true"))


def _says_something(value: Json) -> bool:
    return value is not False and value not in NOTHING


def _heading(named: Mapping[str, Any], field: str) -> str:
    return str(named[field]) if field in named else by_its_name(field)


def _filled(blocks: list[Json], latest: Mapping[int, CardList]) -> list[Json]:
    """Blocks that ask for a list, with the list they get."""
    return [
        block | {"list": latest[place]} if place in latest else block
        for place, block in enumerate(blocks)
    ]


def _is_stream(value: Json) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and "type" in one and "value" in one for one in value
    )


def _is_shelf(value: Json) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and "title" in one and "path" in one for one in value
    )
