"""The home page as public JSON: its sections, and the menus of the site."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cms.catalogue.orders import orders_of
from cms.publication.documents.contract import Context, Json, Parts, Window
from cms.publication.documents.page_types import PageType, register
from cms.publication.documents.related import brief, cards
from cms.publication.documents.streams import Renderer, image, rich_text, stream
from home.models import HomePage

ALWAYS = Window()
LATEST_FILTERS = ("category", "format", "audience")


class HomeBuilder:
    """A latest section is a query for the frontend to ask, so that publishing leaves it be."""

    def window(self, page: HomePage, now: datetime) -> Window:
        return ALWAYS

    def parts(self, page: HomePage, context: Context) -> Parts:
        return Parts(
            card={},
            detail={
                "sections": stream(page.sections, SECTIONS, context),
                "navigation": {
                    "main": _menu(page.main_menu, context),
                    "footer": _menu(page.footer_menu, context),
                },
            },
        )


def _hero(value: Any, context: Context) -> Json:
    page = value["page"]
    return {
        "title": value["title"],
        "text": value["text"] or None,
        "image": image(value["image"], context),
        "page": brief(context.ref(page.translation_key)) if page else None,
    }


def _selection(value: Any, context: Context) -> Json:
    pages = [page for page in value["pages"] if page is not None]
    return {
        "title": value["title"],
        "intro": value["intro"] or None,
        "pages": cards(pages, context),
    }


def _latest(value: Any, context: Context) -> Json:
    """The list's kind and the parameters to ask it with."""
    # Of kinds without it the list would refuse the order; then the newest come first, as ever.
    order = value["order"] if value["order"] in orders_of(value["kind"]) else None
    return {
        "title": value["title"],
        "kind": value["kind"],
        "limit": value["limit"] or 6,
        **{name: value[name] or None for name in LATEST_FILTERS},
        "order": order,
    }


def _text(value: Any, context: Context) -> Json:
    return {"title": value["title"] or None, "text": rich_text(value["text"], context)}


SECTIONS: Mapping[str, Renderer] = {
    "hero": _hero,
    "selection": _selection,
    "latest": _latest,
    "text": _text,
}


def _menu(blocks: Any, context: Context) -> list[Json]:
    entries = (_entry(block.value, context) for block in blocks or ())
    return [entry for entry in entries if entry is not None]


def _entry(value: Any, context: Context) -> Json:
    """A page that is not public takes its entry with it, unless that has an address of its own."""
    page = value["page"]
    ref = context.ref(page.translation_key) if page else None
    if ref is not None:
        return {
            "label": value["label"],
            "path": ref["path"],
            "url": context.absolute(ref["path"]),
        }
    return {"label": value["label"], "path": None, "url": value["url"]} if value["url"] else None


def register_kinds() -> None:
    """Called once, when every page type is loaded."""
    register(PageType("home", HomePage, HomeBuilder()))
