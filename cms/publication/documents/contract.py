"""What a builder makes of a page, and what it may ask while it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

Json = Any


@dataclass(frozen=True)
class Window:
    """When a document is public, and the next moment at which time alone changes it."""

    open: bool = True
    closes_at: datetime | None = None
    next_moment: datetime | None = None


@dataclass(frozen=True)
class Parts:
    """A page as public JSON, without the envelope every document shares.

    `card` must be a subset of `detail`; `ref` is the little that others show of it; `facts` are
    the values lists filter, count and order by.
    """

    detail: Mapping[str, Json]
    card: Mapping[str, Json]
    ref: Mapping[str, Json] = field(default_factory=dict)
    facts: Mapping[str, Json] = field(default_factory=dict)


class Context(Protocol):
    """What a builder may ask. Asking for another document records that this one depends on it."""

    locale: str
    now: datetime

    def ref(self, key: UUID | str | None) -> Json:
        """What others show of the public document `key`, or None while it has none."""

    def card(self, key: UUID | str | None) -> Json:
        """The card of the public document `key` without `updated_at`; None while it has none."""

    def expect(self, keys: Iterable[UUID | str | None]) -> None:
        """These will be asked for: read them all at once."""

    def depends(self, on: str) -> None:
        """The document shows something of `on`, a record that is no document."""

    def image(self, image: Any, alt: str = "") -> Json:
        """Its words, its size and the addresses of its pictures (`schemas.base.Image`), or None."""

    def document(self, document: Any) -> Json:
        """`{"title", "url", "size", "type", "credit", "licence"}` or None; size in bytes."""

    def absolute(self, address: str) -> str:
        """An address with scheme and host."""

    def rich_text(self, source: str) -> str:
        """Wagtail's stored rich text as HTML with absolute links."""


class Builder(Protocol):
    """Turns one page type into public JSON: pure, without a request."""

    def parts(self, page: Any, context: Context) -> Parts: ...

    def window(self, page: Any, now: datetime) -> Window: ...
