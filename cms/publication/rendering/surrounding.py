"""Who knows what stands around a document: the public site, where there is one.

It is built of the catalogue and of other documents, which are above this room; it registers here.
Without it a document is drawn by itself.
"""

from collections.abc import Callable

from cms.publication.rendering.parts import Document, Surroundings

Provider = Callable[[Document, str], Surroundings]


def _alone(document: Document, query: str) -> Surroundings:
    return Surroundings()


class _Site:
    provider: Provider = staticmethod(_alone)


def provide(provider: Provider) -> None:
    """From now on documents are drawn inside what `provider` says of them."""
    _Site.provider = staticmethod(provider)


def surroundings_of(document: Document, query: str) -> Surroundings:
    """Menus, trail and lists of a document, in the active language.

    `query` is the query string of the page: which of a list is looked at.
    """
    return _Site.provider(document, query)
