"""What is stated of an institution, a guide or a piece of news: each function one fact."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from cms.publication.rendering import moments, values
from cms.publication.rendering.parts import Document, Line, Link, Where
from cms.publication.rendering.statements import coded, linked, reachable

MAP = (
    "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
)


def address(document: Document, where: Where) -> Iterator[Line]:
    """As it stands on an envelope: the street, then postal code and town."""
    parts = document.get("address") or {}
    if street := parts.get("street"):
        yield Line(street)
    place = " ".join(part for part in (parts.get("postal_code"), parts.get("town")) if part)
    if place:
        yield Line(place)
    if geo := document.get("geo"):
        yield Line(link=Link(gettext("Show on a map"), MAP.format(**geo)))


def contact(document: Document, where: Where) -> Iterator[Line]:
    """Of an institution its mail and telephone, of a guide one line of any sort."""
    details = document["contact"]
    if isinstance(details, str):
        yield reachable(details)
        return
    if mail := details.get("email"):
        yield reachable(mail)
    if phone := details.get("phone"):
        dialled = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
        yield Line(link=Link(phone, f"tel:{dialled}"))


def on_the_web(document: Document, where: Where) -> Iterator[Line]:
    """The website by its name, then channels by theirs."""
    if website := document.get("website"):
        yield Line(link=Link(values.site_name(website), website))
    for one in document.get("channels") or ():
        name = values.name_of(one["channel"]) if one.get("channel") else ""
        yield Line(link=Link(name or values.site_name(one["url"]), one["url"]))


def institution_kind(document: Document, where: Where) -> Iterator[Line]:
    yield from _chip(document, "institution_kind", where)


def territory(document: Document, where: Where) -> Iterator[Line]:
    yield from _chip(document, "territory", where)


def legal(document: Document, where: Where) -> Iterator[Line]:
    if name := document.get("legal_name"):
        yield Line(name)
    if ownership := document.get("ownership"):
        yield Line(values.name_of(ownership))


def building(document: Document, where: Where) -> Iterator[Line]:
    for one in document["building_accessibility"]:
        yield Line(values.name_of(one))


def guide_kind(document: Document, where: Where) -> Iterator[Line]:
    for name in ("guide_kind", "topic", "level"):
        yield from _chip(document, name, where)


def roles(document: Document, where: Where) -> Iterator[Line]:
    yield from coded("roles", document["roles"], "role", where)


def outputs(document: Document, where: Where) -> Iterator[Line]:
    yield from coded("outputs", document["outputs"], "output", where)


def effort(document: Document, where: Where) -> Iterator[Line]:
    """Time, people and money it takes, in one line."""
    needed = document["effort"] or {}
    parts = []
    if hours := needed.get("hours"):
        parts.append(values.duration(hours * 60))
    if people := needed.get("people"):
        parts.append(
            ngettext("%(people)s person", "%(people)s people", people) % {"people": people}
        )
    if needed.get("cost_band"):
        parts.append(values.label_of("cost_band", needed["cost_band"]))
    yield Line(" · ".join(parts))


def review(document: Document, where: Where) -> Iterator[Line]:
    if until := moments.date_of(document["review_on"]):
        yield Line(moments.day(until))


def news_date(document: Document, where: Where) -> Iterator[Line]:
    if on := moments.date_of(document["date"]):
        yield Line(moments.weekday_and_day(on))


def level(document: Document, where: Where) -> Iterator[Line]:
    if document.get("kind") != "guide" and document["level"]:
        yield Line(values.name_of(document["level"]))


def _chip(document: Document, name: str, where: Where) -> Iterator[Line]:
    if one := document.get(name):
        yield linked(values.name_of(one), where.filtered(name, one["code"]))
