"""When a page is public by time alone."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cms.publication.documents.contract import Window

ALWAYS = Window()


def rights(windows: Iterable[Any], now: datetime) -> tuple[bool, datetime | None, datetime | None]:
    """(open now, closes at, next opening or closing) of rights windows; none means open.

    Windows that overlap count as one: it closes when the last of them does.
    """
    spans = [(window.opens_at, window.closes_at) for window in windows]
    if not spans:
        return True, None, None
    moments = [moment for span in spans for moment in span if moment and moment > now]
    closes_at: datetime | None = now
    for opens, closes in sorted(spans, key=lambda span: (span[0] is not None, span[0] or now)):
        if closes_at is None or (opens and opens > closes_at):
            break
        closes_at = None if closes is None else max(closes_at, closes)
    if closes_at == now:
        return False, None, min(moments, default=None)
    return True, closes_at, min(moments, default=None)
