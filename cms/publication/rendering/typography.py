"""Spaces as a language sets them, in finished HTML.

French keeps `: ; ! ? »` beside the word before and `«` beside the word after, by a space that does
not break. People type an ordinary one, or the wrong one; where they typed none, none is added.
"""

import re

NARROW, NO_BREAK = "\u202f", "\u00a0"
# Tags are passed over, and with them what is inside the elements whose text is no prose.
PASSED_OVER = re.compile(r"(<(script|style|code|pre)\b.*?</\2>|<[^>]*>)", re.DOTALL)
SPACES = f"[ {NARROW}{NO_BREAK}]+"
BEFORE = re.compile(rf"{SPACES}([;!?»])")
BEFORE_COLON = re.compile(rf"{SPACES}:(?=\s|$)")
AFTER = re.compile(rf"«{SPACES}")


def spaced(html: str, locale: str | None) -> str:
    """The same HTML, or text, with the spaces of `locale`."""
    if not locale or locale.partition("-")[0] != "fr":
        return html
    parts: list[str] = []
    last = 0
    for tag in PASSED_OVER.finditer(html):
        parts += [_french(html[last : tag.start()]), tag[0]]
        last = tag.end()
    return "".join([*parts, _french(html[last:])])


def _french(text: str) -> str:
    text = BEFORE.sub(rf"{NARROW}\1", text)
    text = BEFORE_COLON.sub(f"{NO_BREAK}:", text)
    return AFTER.sub(f"«{NARROW}", text)
