"""Which public pages show a file. Whoever publishes pages knows, and registers the answer here."""

from collections.abc import Callable

from django.db.models import QuerySet

from cms.media.models import Document, Image

# From a file's reference, such as `image:12`, to the titles of the public documents that show it.
Titles = Callable[[str], QuerySet]

TOLD = 3

_registered: list[Titles] = []


def register(titles: Titles) -> None:
    """Have this asked too; registering twice changes nothing."""
    if titles not in _registered:
        _registered.append(titles)


def is_shown(file: Image | Document) -> bool:
    """Whether anything public shows the file."""
    return any(titles(file.reference).exists() for titles in _registered)


def titles_showing(file: Image | Document) -> list[str]:
    """Titles of up to three public documents that show it."""
    found = [title for titles in _registered for title in titles(file.reference)[:TOLD]]
    return found[:TOLD]
