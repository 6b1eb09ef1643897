"""The parameters that several endpoints share: language, fields."""

from collections.abc import Iterable

from cms.core import locales
from cms.core.http import Request
from cms.core.parameters import Parameter, choice, word


def query_string(request: Request) -> str:
    """The raw query string as the server hands it over: bytes read as Latin-1 (PEP 3333)."""
    return str(request.META.get("QUERY_STRING", ""))


def language_parameters() -> list[Parameter]:
    """Which locale is asked for, and whether others of its chain may stand in."""
    codes = locales.content_locales()
    return [
        Parameter(
            name="locale",
            description="Wins over `Accept-Language`; without either, the default locale.",
            schema={"type": "string", "enum": codes},
            read=word("locale", codes),
        ),
        Parameter(
            name="fallback",
            description=(
                "`chain`: where a document is not published in the locale, the next of the "
                "locale's chain stands in. `none`: it does not."
            ),
            schema={"type": "string", "enum": ["chain", "none"], "default": "chain"},
            read=choice("fallback", {"chain": True, "none": False}),
            default=True,
        ),
    ]


def fields_parameter(names: Iterable[str]) -> Parameter:
    """`fields=title,summary`: top-level fields to keep."""
    allowed = sorted(names)
    return Parameter(
        name="fields",
        description="Top-level fields to keep; `id` and `kind` always stay.",
        schema={"type": "string", "enum": allowed},
        read=word("fields", allowed),
        several=True,
    )
