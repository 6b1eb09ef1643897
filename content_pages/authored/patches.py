"""What a patch of an item changes, and what it may not."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

Pages = Mapping[str, Any]


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    """Names of what a patch changes, as a Writer is told."""
    for name in (before.keys() | after.keys()) - {"texts"}:
        if before.get(name) != after.get(name):
            yield name
    for locale, text in after["texts"].items():
        former = before["texts"].get(locale, {})
        for name in text.keys() | former.keys() if isinstance(text, dict) else ("title",):
            if not isinstance(text, dict) or text.get(name) != former.get(name):
                yield f"texts.{locale}.{name}"


def only(after: Mapping[str, Any], chosen: Iterable[str], pages: Pages) -> dict[str, Any]:
    """What changed, with the titles an item has to have: what is unfinished elsewhere in a draft
    is no affair of this change."""
    changed = set(chosen)
    facts = {name: value for name, value in after.items() if name in changed}
    texts: dict[str, Any] = {}
    for locale, text in after["texts"].items():
        if not isinstance(text, dict):
            texts[locale] = text
        elif f"texts.{locale}" in {name.rpartition(".")[0] for name in changed}:
            texts[locale] = {
                name: value
                for name, value in text.items()
                if f"texts.{locale}.{name}" in changed or name == "title"
            }
    if not texts:
        locale = next(iter(pages))
        texts = {locale: {"title": after["texts"][locale]["title"]}}
    return facts | {"texts": texts}


def with_new_texts(after: Mapping[str, Any], pages: Pages) -> dict[str, Any] | None:
    new = {locale: text for locale, text in after["texts"].items() if locale not in pages}
    return {**after, "texts": new} if new else None


def require_texts_to_stay(pages: Pages, after: Mapping[str, Any]) -> None:
    """Raises ValidationError where a patch would take a language away."""
    texts = after.get("texts")
    gone = [one for one in pages if not isinstance(texts, dict) or one not in texts]
    if gone:
        message = "A language is not taken away here; it can be unpublished."
        raise ValidationError(
            {f"texts.{one}": ValidationError(message, code="required") for one in gone}
        )
