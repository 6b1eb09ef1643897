"""Which locale an answer is asked in: RFC 9110 §12.5.4 with the lookup of RFC 4647 §3.4."""

from functools import lru_cache

from cms.core import locales

MAX_RANGES = 50


@lru_cache(maxsize=512)
def preferred_locale(accept_language: str) -> str:
    """The content locale that suits an `Accept-Language` header best; the default when none does.

    A header that cannot be read says nothing, as does one of absurd length.
    """
    ranges = _ranges(accept_language)
    known = {code.lower(): code for code in locales.content_locales()}
    refused = {language for language, quality in ranges if quality == 0}
    for language, quality in sorted(ranges, key=lambda one: -one[1]):
        if quality == 0:
            break
        if language == "*":
            return next(
                (code for lower, code in known.items() if lower not in refused),
                locales.default_locale(),
            )
        if found := _lookup(language, known, refused):
            return found
    return locales.default_locale()


def _lookup(language: str, known: dict[str, str], refused: set[str]) -> str | None:
    """`zh-hant-tw` finds `zh-hant-tw`, `zh-hant` or `zh`, the longest that is spoken here."""
    parts = language.split("-")
    while parts:
        candidate = "-".join(parts)
        if candidate in known and candidate not in refused:
            return known[candidate]
        parts.pop()
    return None


def _ranges(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(",")[:MAX_RANGES]:
        language, *parameters = (word.strip().lower() for word in part.split(";"))
        quality = _quality(parameters)
        if language and quality is not None:
            found.append((language, quality))
    return found


def _quality(parameters: list[str]) -> float | None:
    """1 when unsaid; None when it cannot be read."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
            return quality if 0 <= quality <= 1 else None
    return 1.0
