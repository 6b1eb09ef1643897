"""Single values as public JSON. What is not known is null, never an empty text and never "no"."""

from collections.abc import Iterable
from typing import Any

from cms.core.codes import code_list
from cms.publication.documents.contract import Context, Json


def text(value: Any) -> str | None:
    return str(value) if value else None


def number(value: Any) -> float | None:
    """A decimal as a JSON number."""
    return None if value is None else float(value)


def labelled(codes: str, code: str, context: Context) -> Json:
    """`{"code", "label"}` with the label in the document's language, or None."""
    if not code:
        return None
    return {"code": code, "label": code_list(codes).label(code, context.locale)}


def current(codes: str, code: str) -> str:
    """The code lists find a document by: a deprecated one is found under what replaced it."""
    return code_list(codes).current(code)


def all_current(codes: str, chosen: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(current(codes, code) for code in chosen))


def all_labelled(codes: str, chosen: Iterable[str], context: Context) -> list[Json]:
    return [labelled(codes, code, context) for code in chosen]


def licence(code: str, context: Context) -> Json:
    """`{"code", "label", "url"}`: the url is that of the deed, where there is one."""
    named = labelled("licences", code, context)
    if named is None:
        return None
    return named | {"url": code_list("licences")[code].extra.get("url")}
