"""What the templates of the renderer are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = Any
Document = Mapping[str, Json]


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere; `lang` is the language behind it where that is another one."""

    words: str
    href: str
    lang: str = ""
    current: bool = False


@dataclass(frozen=True)
class Line:
    """One statement: plain text, words that lead on, and more text. Any of them may be missing."""

    text: str = ""
    link: Link | None = None
    after: str = ""


@dataclass(frozen=True)
class Fact:
    """What is stated of one thing; `chips` are single words, shown side by side.

    What is `apart` stands below the text of the document, the others beside it.
    """

    label: str
    lines: Sequence[Line]
    chips: bool = False
    apart: bool = False


@dataclass(frozen=True)
class CardList:
    """Cards under a heading; `more` leads to the next of them, `back` to the first.

    `narrower` are links, by the name of a filter, to what fewer cards would be; `chosen` undo what
    was chosen of those.
    """

    heading: str
    cards: Sequence[Document]
    more: Link | None = None
    back: Link | None = None
    chosen: Sequence[Link] = ()
    narrower: Sequence[tuple[str, Sequence[Link]]] = ()


class Where(Protocol):
    """Where words of a document lead to on the site; empty where they lead nowhere."""

    def filtered(self, name: str, value: str) -> str:
        """The list of documents of this kind with this value of a filter."""

    def category(self, code: str) -> str: ...

    def institution(self, key: str) -> str: ...


class Nowhere:
    """A document by itself: nothing in it leads to a list."""

    def filtered(self, name: str, value: str) -> str:
        return ""

    def category(self, code: str) -> str:
        return ""

    def institution(self, key: str) -> str:
        return ""


@dataclass(frozen=True)
class Surroundings:
    """What stands around a document on the site, and the lists that belong to it.

    `latest` are the lists that the home page's blocks of this type ask for, by the block's place in
    `sections`.
    """

    home: str = ""
    languages: Sequence[Link] = ()
    menu: Sequence[Link] = ()
    footer: Sequence[Link] = ()
    trail: Sequence[Link] = ()
    lists: Sequence[CardList] = ()
    latest: Mapping[int, CardList] = field(default_factory=dict)
    where: Where = field(default_factory=Nowhere)
