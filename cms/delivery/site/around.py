"""What stands around a document on the site: menus, languages, trail, and the lists it is for."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext, override

from cms.core import locales
from cms.core.parameters import parse_query
from cms.core.problems import BadParameter
from cms.delivery.selectors import documents
from cms.delivery.site.filtering import OwnList
from cms.delivery.site.listings import Wanted, question, read
from cms.delivery.site.neighbours import Neighbours, OnTheSite, neighbours
from cms.publication.rendering.parts import CardList, Document, Link, Surroundings

Json = Any
NOTHING = CardList("", ())
LATEST_FILTERS = ("category", "format", "audience")


def surround(document: Document, query: str) -> Surroundings:
    """`query` is the page's query string. Raises BadParameter or BadRequest for a list there is
    not."""
    if not settings.PUBLIC_PAGES:
        return Surroundings()
    locale = document["locale"]
    home = document if document["kind"] == "home" else _home(locale)
    near = neighbours(document)
    own, latest = list(_own_lists(document, query)), dict(_latest(document, near))
    asked = [place for place, wanted in latest.items() if wanted]
    lists = read([*own, *(wanted for wanted in latest.values() if wanted)])
    menus = (home or {}).get("navigation") or {}
    front = (home or {}).get("path") or f"/{locale}/"
    return Surroundings(
        home=front,
        languages=_languages(document, home or {}),
        menu=_menu(menus.get("main", ()), document, front),
        footer=_menu(menus.get("footer", ()), document, front),
        trail=near.trail,
        lists=[one for one in lists[: len(own)] if _is_shown(one, document)],
        latest=dict.fromkeys(latest, NOTHING) | dict(zip(asked, lists[len(own) :], strict=True)),
        where=OnTheSite(document["kind"], locale, near),
    )


def _home(locale: str) -> Json:
    found = documents.by_kind("home", locales.chain(locale))
    return orjson.loads(found.detail) if found and found.detail else None


def _languages(document: Document, home: Document) -> list[Link]:
    """The document in each language it is in; for the others, their home page."""
    paths = {
        one["locale"]: one["path"] for of in (home, document) for one in of.get("alternates") or ()
    }
    return [
        Link(_own_name(code), paths[code], lang=code, current=code == document["locale"])
        for code in locales.content_locales()
        if code in paths
    ]


@cache
def _own_name(code: str) -> str:
    """A language in its own words."""
    with override(code):
        return str(dict(settings.WAGTAIL_CONTENT_LANGUAGES)[code])


def _menu(entries: Any, document: Document, home: str) -> list[Link]:
    """An entry is current on its page and on all below it; the home page's on that alone."""
    path = document.get("path") or ""
    return [
        Link(
            one["label"],
            one["path"] or one["url"],
            current=path == one["path"]
            or bool(one["path"] and one["path"] != home and path.startswith(one["path"])),
        )
        for one in entries
    ]


def _own_lists(document: Document, query: str) -> Iterator[Wanted]:
    """What the page is there to list; of a category first the categories below it."""
    listed = _listed(document)
    if listed is None:
        return
    kind, fixed = listed
    locale = document["locale"]
    if document["kind"] == "category":
        below = question("category", locale, {"within": [document["code"]], "limit": [100]})
        yield Wanted(below, _simple(gettext("In this category")), optional=True)
    yield OwnList(kind, locale, document["path"], parse_query(query), fixed).wanted()


def _listed(document: Document) -> tuple[str, Mapping[str, str]] | None:
    """The kind and the filters of what a document lists; None for one that lists nothing."""
    kind = document["kind"]
    if kind == "section":
        return document["lists"], {}
    if kind == "category" and document.get("code"):
        return "item", {"category": document["code"]}
    if kind == "institution":
        return "item", {"institution": document["id"]}
    return None


def _is_shown(found: CardList, document: Document) -> bool:
    """A section says that it is empty; elsewhere an empty list is left out."""
    return bool(found.cards or found.chosen or document["kind"] == "section")


def _latest(document: Document, near: Neighbours) -> Iterator[tuple[int, Wanted | None]]:
    """The lists that blocks of the home page ask for, by their places; None where there is none."""
    if document["kind"] != "home":
        return
    for place, block in enumerate(document.get("sections") or ()):
        if block["type"] == "latest":
            yield place, _latest_of(block["value"], document["locale"], near)


def _latest_of(value: Json, locale: str, near: Neighbours) -> Wanted | None:
    asked = {name: [value[name]] for name in LATEST_FILTERS if value.get(name)}
    order = {"order": [value["order"]]} if value.get("order") else {}
    try:
        query = question(value["kind"], locale, {**asked, **order, "limit": [value["limit"]]})
    except BadParameter:  # an editor's filter that this kind does not have
        return None
    more = _more(value, locale, asked | order, near)
    return Wanted(query, _simple(value["title"], more), optional=True)


def _more(
    value: Json, locale: str, asked: Mapping[str, list[str]], near: Neighbours
) -> Link | None:
    where = OnTheSite(value["kind"], locale, near)
    href = where.several({name: values[0] for name, values in asked.items()})
    return Link(gettext("See all: %(list)s") % {"list": value["title"]}, href) if href else None


def _simple(heading: str, more: Link | None = None) -> Any:
    return lambda answer, cards: CardList(heading, cards, more if answer.next else None)
