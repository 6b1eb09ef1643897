"""Which public pages show a file. Whoever publishes pages knows, and registers the answer here."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet

from cms.media.models import Document, Image

# From references of files, such as `image:12`, to the public documents that show one: rows of
# the `reference` shown and the document's `title`.
Documents = Callable[[Iterable[str]], QuerySet]

TOLD = 3

_registered: list[Documents] = []


def register(documents: Documents) -> None:
    """Have this asked too; registering twice changes nothing."""
    if documents not in _registered:
        _registered.append(documents)


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
