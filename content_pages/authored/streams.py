"""Blocks as they are sent, and as a stream keeps them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from pydantic import TypeAdapter, ValidationError

from cms.media.providers import provider_of
from cms.publication.authored.blocks import BodyBlock, MediaBlock
from content_pages.authored.rich_text import cleaned, links

Json = Any
Block = dict[str, Json]

SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "body": TypeAdapter(BodyBlock),
    "media": TypeAdapter(MediaBlock),
}
NO_IMAGE = {"image": None, "alt": "", "caption": ""}
EMBEDS = ("video", "audio")


def _each(change: Callable[[Json], Json]) -> Callable[[Json], Json]:
    return lambda values: [change(one) for one in values or ()]


def _text_cleaned(value: Json) -> Json:
    return value | {"text": cleaned(value.get("text") or "")}


def _question(value: Json) -> Json:
    image = value.get("image")
    return value | {"image": image if image and image.get("image") else None}


def _embed(value: Json) -> Json:
    """A host that is known says who hosts it, whatever was sent: as the form does."""
    return value | {"provider": provider_of(value.get("url"), value.get("provider"))}


# What makes a value the one form in which it is compared and told.
NORMAL: Mapping[str, Callable[[Json], Json]] = {
    "paragraph": lambda value: cleaned(value or ""),
    "heading": lambda value: value | {"level": int(value.get("level") or 2)},
    "callout": _text_cleaned,
    "transcript": _text_cleaned,
    "steps": _each(_text_cleaned),
    "video": _embed,
    "audio": _embed,
    "quiz": lambda value: value | {"questions": _each(_question)(value.get("questions"))},
}


def normal(stream: str, blocks: Sequence[Block]) -> list[Block]:
    """Blocks in their one form. What is unfinished in a draft is told as it is."""
    return [_normal(stream, block) for block in blocks]


def _normal(stream: str, block: Block) -> Block:
    value = NORMAL.get(block["type"], lambda it: it)(block["value"])
    told = {"id": block.get("id"), "type": block["type"], "value": value}
    try:
        shape = SHAPES[stream].validate_python(told)
    except ValidationError:
        return told
    dumped: Block = SHAPES[stream].dump_python(shape, mode="json")
    return dumped


def told(stream: str, page: Any) -> list[Block]:
    """The blocks of a page's stream, as they would be sent."""
    kept = getattr(page, stream)
    rows = [
        {"id": one.get("id"), "type": one["type"], "value": _unwrapped(one["value"])}
        for one in (kept.get_prep_value() if kept else ())
    ]
    return normal(stream, rows)


def _unwrapped(value: Json) -> Json:
    """A list keeps each of its values with an id of its own."""
    if isinstance(value, list):
        return [_unwrapped(one["value"] if _is_wrapped(one) else one) for one in value]
    if isinstance(value, dict):
        return {name: _unwrapped(one) for name, one in value.items()}
    return value


def _is_wrapped(one: Json) -> bool:
    return isinstance(one, dict) and one.get("type") == "item" and "value" in one


def named(key: UUID, stream: str, blocks: Sequence[Block], former: Sequence[Block]) -> list[Block]:
    """Blocks with ids: those sent, else those of the block in the same place, else the same each
    time the same item is sent."""
    taken = {block["id"] for block in blocks if block["id"]}
    found = []
    for number, block in enumerate(blocks):
        same = former[number] if number < len(former) else None
        mine = block["id"]
        if not mine and same and same["type"] == block["type"] and same["id"] not in taken:
            mine = same["id"]
        mine = mine or str(uuid5(key, f"{stream}:{block['type']}:{number}"))
        found.append(block | {"id": mine})
    return found


def raw(blocks: Sequence[Block]) -> list[Block]:
    """Blocks as the stream's column keeps them."""
    return [block | {"value": _raw(block["type"], block["value"])} for block in blocks]


def _raw(kind: str, value: Json) -> Json:
    if kind == "heading":
        return value | {"level": str(value["level"])}
    if kind == "quiz":
        questions = [one | {"image": one["image"] or NO_IMAGE} for one in value["questions"]]
        return value | {"questions": questions}
    return value


def points_at(blocks: Sequence[Block]) -> Iterator[tuple[int, str, int]]:
    """(number of the block, image, document or page, its id) of everything blocks point at."""
    for number, block in enumerate(blocks):
        for kind, key in _inside(block["value"]):
            yield number, kind, key


def _inside(value: Json) -> Iterator[tuple[str, int]]:
    if isinstance(value, list):
        for one in value:
            yield from _inside(one)
    elif isinstance(value, str):
        yield from links(value) if "linktype" in value else ()
    elif isinstance(value, dict):
        for name, one in value.items():
            if isinstance(one, int) and not isinstance(one, bool) and name in FILES:
                yield FILES[name], one
            else:
                yield from _inside(one)


FILES = {"image": "image", "document": "document", "file": "document"}
