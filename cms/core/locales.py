"""Content locales and the chains in which one stands in for another."""

from django.conf import settings

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def content_locales() -> list[str]:
    """The locales content is published in, the default first."""
    codes = [code for code, _label in settings.WAGTAIL_CONTENT_LANGUAGES]
    return sorted(codes, key=lambda code: code != default_locale())


def default_locale() -> str:
    return settings.LANGUAGE_CODE


def chain(locale: str) -> tuple[str, ...]:
    """`locale` itself, then the locales that may stand in for it, nearest first."""
    return (locale, *settings.LOCALE_CHAINS.get(locale, ()))


def direction(locale: str) -> str:
    """`rtl` or `ltr`, as in HTML's `dir`."""
    return "rtl" if locale.split("-")[0] in RIGHT_TO_LEFT else "ltr"
