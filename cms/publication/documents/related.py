"""What one document shows of others: a few words, or their cards."""

from collections.abc import Iterable

from wagtail.models import Page

from cms.publication.documents.contract import Context, Json

BRIEF = ("id", "kind", "locale", "slug", "path", "title")


def brief(ref: Json, *more: str) -> Json:
    """The part of a document's ref that others show, with `more` of it; None stays None."""
    return None if ref is None else {name: ref[name] for name in (*BRIEF, *more)}


def briefs(pages: Iterable[Page], context: Context) -> list[Json]:
    """What is public of these pages, in their order."""
    shown = list(pages)
    context.expect(page.translation_key for page in shown)
    refs = (context.ref(page.translation_key) for page in shown)
    return [brief(ref) for ref in refs if ref is not None]


def cards(pages: Iterable[Page], context: Context) -> list[Json]:
    """The cards of those of these pages that are public, in their order."""
    shown = list(pages)
    context.expect(page.translation_key for page in shown)
    found = (context.card(page.translation_key) for page in shown)
    return [card for card in found if card is not None]
