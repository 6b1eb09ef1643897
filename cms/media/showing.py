"""Which public pages show a file, and which file something approved or in review refers to.

Whoever publishes pages knows, and registers the answers here.
"""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from cms.media.models import Document, Image

# From references of files, such as `image:12`, to the public documents that show one: rows of
# the `reference` shown and the document's `title`.
Documents = Callable[[Iterable[str]], QuerySet]

# Those of these references to which something refers that is public, approved or in review.
Holding = Callable[[Iterable[str]], set[str]]

TOLD = 3

_registered: list[Documents] = []
_holding: list[Holding] = []


def register(documents: Documents) -> None:
    """Have this asked too; registering twice changes nothing."""
    if documents not in _registered:
        _registered.append(documents)


def register_holding(holding: Holding) -> None:
    """Have this asked too; registering twice changes nothing."""
    if holding not in _holding:
        _holding.append(holding)


def is_held(file: Image | Document) -> bool:
    """Whether the file is part of what somebody has approved, or is reviewing."""
    return bool(held_among([file]))


def held_among(files: Iterable[Image | Document]) -> set[str]:
    """The references of those of `files` that are."""
    files = list(files)
    references = [file.reference for file in files]
    return shown_among(files).union(*(holding(references) for holding in _holding))


def is_shown(file: Image | Document) -> bool:
    """Whether anything public shows the file."""
    return any(documents([file.reference]).exists() for documents in _registered)


def shown_among(files: Iterable[Image | Document]) -> set[str]:
    """The references of those of `files` that anything public shows."""
    references = [file.reference for file in files]
    return {
        reference
        for documents in _registered
        for reference in documents(references)
        .order_by()
        .values_list("reference", flat=True)
        .distinct()
    }


def titles_showing(file: Image | Document) -> list[str]:
    """Titles of up to three public documents that show it."""
    found = [
        row["title"] for documents in _registered for row in documents([file.reference])[:TOLD]
    ]
    return found[:TOLD]
