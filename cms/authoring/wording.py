"""Text as files bring it, made fit to be compared and to be read."""

import html
import re
import unicodedata

from cms.core.matching import fold as fold

ELLIPSIS = "…"
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]*>", re.IGNORECASE)


def one_line(text: str) -> str:
    """Text on one line: entities resolved, tags and control characters gone, spaces single."""
    return " ".join(_plain(text).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that say something, each cleaned as by `one_line`."""
    lines = _plain(_BREAK.sub("\n", text)).splitlines()
    return tuple(line for line in (" ".join(one.split()) for one in lines) if line)


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, cut after a whole word and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    room = text[: limit - len(ELLIPSIS) + 1]
    whole_words = room.rsplit(" ", 1)[0] if " " in room else room[:-1]
    return whole_words.rstrip(" ,;:.-–—(«'’") + ELLIPSIS


def _plain(text: str) -> str:
    text = html.unescape(_TAG.sub(" ", html.unescape(text)))
    return "".join(
        letter if letter in "\n\r" or unicodedata.category(letter)[0] != "C" else " "
        for letter in text
    )
