"""The light markup of the content files as blocks of a body.

A blank line parts blocks. `## ` a heading, `> text — author` a quote, `1. title: text` steps,
`- ` a list; anything else is a paragraph of HTML.
"""

import re
from html import escape
from typing import Any

Blocks = list[tuple[str, Any]]

STEP = re.compile(r"^\d+\.\s+")
HEADING = re.compile(r"^(## .+)\n+", re.MULTILINE)
TITLE_LENGTH = 60


def blocks(text: str) -> Blocks:
    """The body that `text` writes down."""
    return [_block(part) for part in re.split(r"\n\s*\n", HEADING.sub(r"\1\n\n", text.strip()))]


def paragraphs(text: str) -> str:
    """Plain text as HTML paragraphs."""
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.strip().split("\n\n"))


def _block(part: str) -> tuple[str, Any]:
    lines = part.split("\n")
    if part.startswith("## "):
        return "heading", {"text": part[3:], "level": "2"}
    if part.startswith("> "):
        words, _, author = part[2:].partition(" — ")
        return "quote", {"text": words, "author": author}
    if STEP.match(part):
        return "steps", [_step(STEP.sub("", line)) for line in lines]
    if part.startswith("- "):
        rows = "".join(f"<li>{line[2:]}</li>" for line in lines)
        return "paragraph", f"<ul>{rows}</ul>"
    return "paragraph", f"<p>{' '.join(lines)}</p>"


def _step(line: str) -> dict[str, str]:
    """`title: text`; a line without a colon is cut after its first sentence or clause."""
    title, colon, text = line.partition(": ")
    if not colon or len(title) > TITLE_LENGTH:
        cut = re.match(r"(.+?[.,;])\s+(.+)", line)
        title, text = (cut[1], cut[2]) if cut else (line, line)
    text = text[0].upper() + text[1:]
    return {"title": title.strip(".,;: "), "text": f"<p>{text}</p>"}
