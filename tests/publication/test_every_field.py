"""Whatever the API tells of a document, its page shows, or this module says that it does not.

A document of every kind is made up from its schema, with every field filled; then each value is
changed by itself, and the page must change with it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID, uuid4

import orjson
import pytest
from django.test import RequestFactory
from pydantic import BaseModel

from cms.publication.documents.kinds import KINDS
from cms.publication.rendering.facts import STATED
from cms.publication.rendering.labels import OF_THE_PAGE, SHELVES, STREAMS, UNSHOWN
from cms.publication.rendering.pages import render_document
from tests.factories import NewsFactory

pytestmark = pytest.mark.django_db

# What a value must be for the page to be drawn at all.
FIXED = {"locale": "fr", "lists": "news", "colour": "#7a1f3d"}
# Of what is inside a field or a block; codes are told by the labels beside them.
NOT_SHOWN_WITHIN = {
    "age.scheme",  # no two schemes share the words of a rating
    "alternates.url",  # pages lead to each other by their paths
    "navigation.main.url",
    "navigation.footer.url",
    "occurrences.uid",
    "section.entries.occurrence.uid",
    "section.entries.occurrence.url",  # the item's page has them
    "section.entries.occurrence.capacity",
    "on_demand.until",  # told by `available_until`, which is the earlier of two
    "people.is_body",
    "institution.slug",
    # told by the title, and by the label
    "category.label",
    "more_categories.label",
    "themes.name",
    # a still picture of what the page links to
    "video.thumbnail_url",
    "audio.thumbnail_url",
    "video.tracks.url",  # a player's files
    "audio.tracks.url",
    # told by the label or the title given to the file here
    "download.document.title",
    "document.document.title",
    "file.document.title",
    # what is asked for, and not told: the cards are the answer
    "latest.kind",
    "latest.category",
    "latest.format",
    "latest.audience",
    "latest.order",
    "latest.limit",
}
# The same picture for other needs: the page shows the one of its own width.
OTHER_PICTURES = ("image.webp.", "image.square.")


class Example:
    """Values that are all different, by the types of a schema."""

    def __init__(self) -> None:
        self.numbers = count(4)

    def of(self, annotation: Any, name: str = "") -> Any:
        if name in FIXED:
            return FIXED[name]
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.of(arguments[0], name)
        if origin is Literal:
            return arguments[0]
        if origin in {Union, UnionType}:
            return self.of(next(one for one in arguments if one is not NoneType), name)
        if origin is list:
            return [self.of(one) for one in _members(arguments[0])]
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return {
                field.alias or name: self.of(field.annotation, field.alias or name)
                for name, field in annotation.model_fields.items()
            }
        return self.plain(annotation)

    def plain(self, kind: type) -> Any:
        number = next(self.numbers)
        values: dict[type, Any] = {
            str: f"zq{number}",
            int: number,
            float: number + 0.5,
            bool: True,
            UUID: str(uuid4()),
            date: (date(2031, 1, 1) + timedelta(days=number)).isoformat(),
            datetime: (datetime(2031, 1, 1, 9, tzinfo=UTC) + timedelta(days=number)).isoformat(),
        }
        return values[kind]


def _members(annotation: Any) -> list[Any]:
    """The shapes a list may hold; of documents one kind will do."""
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        shapes = list(get_args(annotation))
        return shapes if "type" in shapes[0].model_fields else shapes[-2:-1]
    return [annotation]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Each single value: its name (a block goes by its type), and the way to it."""
    steps: Any = ()
    if isinstance(value, dict) and not ("kind" in value and "slug" in value and path):
        steps = value.items()
    elif isinstance(value, list):
        steps = enumerate(value)
    elif not isinstance(value, dict):
        yield path, []
    for step, inner in steps:
        named = path if isinstance(step, int) else f"{path}.{step}".lstrip(".")
        if isinstance(inner, dict) and {"type", "value"} <= inner.keys():
            for name, way in leaves(inner["value"], inner["type"]):
                yield name, [step, "value", *way]
            continue
        for name, way in leaves(inner, named):
            yield name, [step, *way]


def changed(document: Any, way: list[Any]) -> Any:
    """A copy with one value changed."""
    copy = orjson.loads(orjson.dumps(document))
    holder = copy
    for step in way[:-1]:
        holder = holder[step]
    old = holder[way[-1]]
    new = {
        bool: lambda: not old,
        int: lambda: 3 if old == 2 else old + 61,
        float: lambda: old + 61.25,
    }
    holder[way[-1]] = new.get(type(old), lambda: _other_text(old))()
    return copy


def _other_text(old: str) -> str:
    if old.startswith("2031-"):
        return old.replace("2031-", "2037-")
    return old.translate(str.maketrans("0123456789", "1234567890")) if "-" in old else old + "7"


def page(document: dict[str, Any]) -> str:
    return render_document(RequestFactory().get("/"), document).content.decode()


@pytest.fixture(params=sorted(KINDS))
def document(request: pytest.FixtureRequest) -> dict[str, Any]:
    example: dict[str, Any] = Example().of(KINDS[request.param].detail)
    example["alternates"].append({"locale": "ru", "path": "/ru/zq/", "url": "https://e.org/ru/zq/"})
    for block in example.get("sections", []):
        if block["type"] == "latest":
            NewsFactory(published=True)  # which its list then is of
            nothing_asked = dict.fromkeys(("category", "format", "audience", "order"))
            block["value"] |= {"kind": "news", **nothing_asked}
    return example


def test_every_field_of_every_kind_has_its_place(document: dict[str, Any]) -> None:
    placed = OF_THE_PAGE | UNSHOWN | STATED | STREAMS.keys() | SHELVES.keys()
    assert set(document) - placed == set(), "neither stated, nor headed, nor named as unshown"


def test_every_value_of_every_field_and_block_is_on_the_page(document: dict[str, Any]) -> None:
    before = page(document)
    assert document["title"] in before
    hidden = set()
    for name, way in leaves(document):
        if (
            way[0] in UNSHOWN
            or name in NOT_SHOWN_WITHIN
            or name.endswith(".code")
            or any(other in name for other in OTHER_PICTURES)
            or name in {"locale", "lists"}
        ):
            continue
        if page(changed(document, way)) == before:
            hidden.add(name)
    assert hidden == set()


def test_what_is_named_as_not_shown_is_not() -> None:
    """The list above does not outlive a field that is shown, or gone."""
    names = {name for kind in KINDS.values() for name, _way in leaves(Example().of(kind.detail))}
    assert NOT_SHOWN_WITHIN - names == set()
