"""What is stated of an item or a programme: each function one fact, as its lines."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext, ngettext

from cms.core import clock
from cms.publication.rendering import moments, values
from cms.publication.rendering.parts import Document, Line, Link, Where

Json = Any


def occurrences(document: Document, where: Where) -> Iterator[Line]:
    """Every showing once: what is to come first, what is over after it."""
    now = clock.now()
    shown = [(one, moments.moment_of(one["starts_at"])) for one in document["occurrences"]]
    over = [(one, at) for one, at in shown if at and _end(one, at) < now]
    for one, at in [pair for pair in shown if pair not in over] + over:
        if at is None:
            continue
        is_over = (one, at) in over
        parts = [occurrence(one), *_places(one), *([gettext("over")] if is_over else [])]
        book = one.get("url") and not is_over and one.get("status") != "cancelled"
        yield Line(" · ".join(parts), Link(gettext("Take part"), one["url"]) if book else None)


def occurrence(one: Json) -> str:
    """When it is, and what has changed about that; empty where no time is told."""
    starts = moments.moment_of(one.get("starts_at"))
    if starts is None:
        return ""
    ends = moments.moment_of(one.get("ends_at"))
    text = moments.span(starts, ends, one.get("time_zone", ""))
    return " · ".join([text, *_changed(one)])


def _end(one: Json, starts: Any) -> Any:
    return moments.moment_of(one.get("ends_at")) or starts


def _changed(one: Json) -> Iterator[str]:
    if one.get("status") not in (None, "scheduled"):
        yield values.label_of("status", one["status"])


def _places(one: Json) -> Iterator[str]:
    if places := one.get("capacity"):
        yield ngettext("%(places)s place", "%(places)s places", places) % {
            "places": values.amount(places)
        }


def programme_dates(document: Document, where: Where) -> Iterator[Line]:
    starts, ends = (moments.moment_of(document.get(name)) for name in ("starts_at", "ends_at"))
    zone = document.get("time_zone", "")
    if starts:
        yield Line(moments.span(starts, ends, zone))
    elif ends:
        yield Line(until(moments.moment(ends, zone)))


def until(moment: str) -> str:
    return gettext("until %(moment)s") % {"moment": moment}


def between(starts: Any, ends: Any) -> str:
    """A window, either end of which may be open."""
    if starts and ends:
        return moments.span(starts, ends)
    if starts:
        return gettext("from %(moment)s") % {"moment": moments.moment(starts)}
    return until(moments.moment(ends)) if ends else ""


def availability(document: Document, where: Where) -> Iterator[Line]:
    """The on-demand window; its end is the earlier of its own and that of the rights."""
    window = document.get("on_demand") or {}
    starts = moments.moment_of(window.get("from"))
    ends = document.get("available_until") or window.get("until")
    if text := between(starts, moments.moment_of(ends)):
        yield Line(text)


def proposals(document: Document, where: Where) -> Iterator[Line]:
    window = document["proposals"]
    text = between(*(moments.moment_of(window.get(name)) for name in ("from", "until")))
    if text:
        yield Line(text)


def attendance(document: Document, where: Where) -> Iterator[Line]:
    mode, place = document.get("attendance"), document.get("place")
    text = values.label_of("attendance", mode) if mode else ""
    yield Line(" · ".join(part for part in (text, place) if part))


def access(document: Document, where: Where) -> Iterator[Line]:
    """How one gets in and what it costs; the way in itself is the page's button."""
    mode = document.get("access_mode")
    price = (document.get("access") or {}).get("price")
    parts = [values.label_of("access_mode", mode)] if mode else []
    yield Line(" · ".join([*parts, *([values.price(price)] if price else [])]))


def duration(document: Document, where: Where) -> Iterator[Line]:
    if document["duration_minutes"]:
        yield Line(values.duration(document["duration_minutes"]))


def audiences(document: Document, where: Where) -> Iterator[Line]:
    yield from coded("audiences", document.get("audiences") or (), "audience", where)
    if document.get("groups_only"):
        yield Line(gettext("for groups only"))


def ages(document: Document, where: Where) -> Iterator[Line]:
    """Whom it is made for, and apart the legal rating, which says who may see it."""
    target = document.get("target_age") or {}
    first, last = target.get("from"), target.get("to")
    if first is not None and last is not None:
        yield Line(gettext("from %(first)s to %(last)s years") % {"first": first, "last": last})
    elif first is not None:
        yield Line(gettext("from %(first)s years") % {"first": first})
    elif last is not None:
        yield Line(gettext("up to %(last)s years") % {"last": last})
    if age := document.get("age"):
        yield Line(values.rating(age["rating"]))


def languages(document: Document, where: Where) -> Iterator[Line]:
    spoken = document.get("languages") or {}
    for name, sentence in (
        ("spoken", gettext("spoken: %(languages)s")),
        ("subtitles", gettext("subtitles: %(languages)s")),
        ("sign", gettext("sign language: %(languages)s")),
    ):
        if codes := spoken.get(name):
            labels = ", ".join(values.label_of(name, code) for code in codes)
            yield Line(sentence % {"languages": labels})
    if document.get("no_language_needed"):
        yield Line(gettext("no language needed"))


def accessibility(document: Document, where: Where) -> Iterator[Line]:
    """Each claimed feature with the day it was verified, then what to mind and whom to ask."""
    details = document["accessibility_details"] or {}
    for one in details.get("features", ()):
        label = values.label_of("feature", one["feature"])
        link = Link(label, where.filtered("accessibility", one["feature"]))
        verified = moments.date_of(one.get("verified_on"))
        after = gettext("verified on %(day)s") % {"day": moments.day(verified)} if verified else ""
        yield Line(link=link, after=after)
    if hazards := details.get("hazards"):
        labels = ", ".join(values.label_of("hazards", code) for code in hazards)
        yield Line(gettext("Please note: %(hazards)s") % {"hazards": labels})
    yield from texts(details.get("note"))
    if contact := details.get("contact"):
        yield reachable(contact)


def themes(document: Document, where: Where) -> Iterator[Line]:
    for one in document["themes"]:
        code = one.get("slug") or one.get("code", "")
        yield linked(values.name_of(one) or code, where.filtered("theme", code) if code else "")


def more_categories(document: Document, where: Where) -> Iterator[Line]:
    for one in document["more_categories"]:
        yield linked(one["title"], where.category(one["code"]))


def people(document: Document, where: Where) -> Iterator[Line]:
    """Who made it; whoever the credits of the media name is not named twice."""
    credits = [block["value"] for block in document.get("media", ()) if block["type"] == "credits"]
    named = {credit["name"] for one in credits for credit in one}
    for one in document["people"]:
        if one["name"] not in named:
            role = values.name_of(one["role"]) if one.get("role") else ""
            yield Line(" · ".join(part for part in (one["name"], role) if part))


def rights(document: Document, where: Where) -> Iterator[Line]:
    """Whose it is, under which licence, what may be done with it, and where it may be seen."""
    terms = document["rights"] or {}
    line, holder = terms.get("credit_line"), terms.get("holder")
    if line:
        yield Line(values.credit(line))
    if holder and holder not in (line or ""):
        yield Line(gettext("Held by %(holder)s") % {"holder": holder})
    if licence := terms.get("licence"):
        yield linked(values.name_of(licence), licence.get("url") or "")
    for name, allowed, refused in (
        ("embed_allowed", gettext("May be embedded"), gettext("May not be embedded")),
        ("download_allowed", gettext("May be downloaded"), gettext("May not be downloaded")),
    ):
        if terms.get(name) is not None:
            yield Line(allowed if terms[name] else refused)
    for window in terms.get("windows", ()):
        yield Line(" · ".join(_window(window)))


def _window(window: Json) -> Iterator[str]:
    opens, closes = (moments.moment_of(window.get(name)) for name in ("opens_at", "closes_at"))
    if text := between(opens, closes):
        yield text
    for name in ("territories", "channels", "languages"):
        if codes := window.get(name):
            yield ", ".join(values.label_of(name, code) for code in codes)


def coded(field: str, codes: Iterable[Json], filtered_by: str, where: Where) -> Iterator[Line]:
    """Codes as chips that lead to what else bears them."""
    for one in codes:
        code = one["code"] if isinstance(one, dict) else one
        yield linked(values.label_of(field, one), where.filtered(filtered_by, code))


def linked(words: str, href: str) -> Line:
    """Words that lead somewhere, or words alone."""
    return Line(link=Link(words, href)) if href else Line(words)


def documents(refs: Iterable[Json]) -> Iterator[Line]:
    for one in refs:
        yield Line(link=Link(one["title"], one["path"]))


def texts(*text: str | None) -> Iterator[Line]:
    return (Line(one) for one in text if one)


def reachable(contact: str) -> Line:
    """A mail address, a number, an address of the web, or words."""
    if "@" in contact and " " not in contact:
        return Line(link=Link(contact, f"mailto:{contact}"))
    if contact.startswith(("https://", "http://")):
        return Line(link=Link(values.site_name(contact), contact))
    return Line(contact)
