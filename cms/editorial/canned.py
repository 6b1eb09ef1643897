"""What a reason says to the author where the reviewer has added nothing of their own."""

from django.utils.translation import get_language

from cms.core.codes import code_list
from cms.core.locales import chain


def canned_text(code: str, locale: str | None = None) -> str:
    """The sentence of the code list, in `locale` (default: the active language); empty where it
    has none."""
    known = code_list("reasons")
    if code not in known:
        return ""
    texts = known[code].extra.get("text", {})
    for candidate in chain(locale or get_language() or "en"):
        if candidate in texts:
            return str(texts[candidate])
    return str(texts.get("en", ""))
