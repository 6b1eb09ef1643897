"""Which page types become which kind of document. Packages with page types register theirs."""

from dataclasses import dataclass

from cms.core.models import BasePage
from cms.publication.documents.contract import Builder
from cms.publication.documents.kinds import KINDS


@dataclass(frozen=True)
class PageType:
    """A page type, the kind of document its pages become (a code of `kinds`), and its builder."""

    kind: str
    model: type[BasePage]
    builder: Builder


_page_types: dict[type[BasePage], PageType] = {}


def register(page_type: PageType) -> None:
    """Make pages of `page_type.model` publishable; registering twice replaces.

    Raises KeyError for a kind that is not declared.
    """
    KINDS[page_type.kind]
    _page_types[page_type.model] = page_type


def page_type_of(model: type) -> PageType | None:
    """The page type of a model, or None when its pages are never public."""
    return _page_types.get(model)


def page_types() -> list[PageType]:
    return list(_page_types.values())


def models() -> list[type[BasePage]]:
    return list(_page_types)
