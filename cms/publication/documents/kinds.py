"""Which kinds of document there are. Packages with page types register theirs when they load."""

from cms.core.models import BasePage
from cms.publication.documents.contract import Kind

_kinds: dict[type[BasePage], Kind] = {}


def register(kind: Kind) -> None:
    """Make pages of `kind.model` publishable; registering twice replaces."""
    _kinds[kind.model] = kind


def kind_of(model: type) -> Kind | None:
    """The kind of a page type, or None when its pages are never public."""
    return _kinds.get(model)


def kinds() -> list[Kind]:
    return list(_kinds.values())


def models() -> list[type[BasePage]]:
    return list(_kinds)
