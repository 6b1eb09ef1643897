"""Lists as a plain reading of the contract: a loop over all documents, to compare answers with."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cms.catalogue.titles import fold
from cms.core import clock
from cms.core.locales import chain
from cms.publication.models import PublishedDocument

Wanted = dict[str, list[str]]
PARIS = ZoneInfo("Europe/Paris")
MULTIPLE = ("audience", "language", "theme")
SINGLE = ("format", "access_mode", "attendance", "territory")


def _passes(document: PublishedDocument, name: str, values: list[str]) -> bool:
    facts = document.facts
    duration = facts["duration"]
    rules: dict[str, Callable[[], bool]] = {
        "accessibility": lambda: set(values) <= set(facts["accessibility"]),
        "free": lambda: facts["free"] == (values[0] == "true"),
        "age": lambda: (
            (facts["age_min"] or 0) <= int(values[0])
            and (facts["age_max"] is None or int(values[0]) <= facts["age_max"])
        ),
        "duration_min": lambda: duration is not None and duration >= int(values[0]),
        "duration_max": lambda: duration is not None and duration <= int(values[0]),
        "when": lambda: _is_on(facts["occurrences"], values[0]),
        "published_since": lambda: (
            document.published_at.replace(microsecond=0) >= datetime.fromisoformat(values[0])
        ),
    }
    if name in rules:
        return rules[name]()
    if name in MULTIPLE:
        return bool(set(values) & set(facts[name]))
    return facts[name] in values


def _spans(occurrences: list[str]) -> list[tuple[datetime, datetime]]:
    """Those that are not over now."""
    spans = [tuple(datetime.fromisoformat(end) for end in one.split("/")) for one in occurrences]
    return [(starts, ends) for starts, ends in spans if ends > clock.now()]


def _is_on(occurrences: list[str], text: str) -> bool:
    """On one of the days, looked at one by one in the site's zone."""
    today = clock.now().astimezone(PARIS).date()
    saturday = today + timedelta(days=5 - today.weekday())
    first, dots, last = text.partition("..")
    days = {
        "today": (today, today),
        "weekend": (saturday, saturday + timedelta(days=1)),
        "upcoming": (date.min, date.max),
    }.get(text) or (
        date.fromisoformat(first) if first else date.min,
        date.fromisoformat(last if dots else first) if last or not dots else date.max,
    )
    return any(
        days[0] <= _last_day(starts, ends) and starts.astimezone(PARIS).date() <= days[1]
        for starts, ends in _spans(occurrences)
    )


def _last_day(starts: datetime, ends: datetime) -> date:
    """What ends at midnight is not on the day that begins then."""
    return (max(starts, ends - timedelta(seconds=1))).astimezone(PARIS).date()


def _listed(locale: str, *, fallback: bool) -> list[PublishedDocument]:
    """One document per key, in the best locale."""
    locales = chain(locale) if fallback else (locale,)
    best: dict[Any, PublishedDocument] = {}
    for document in PublishedDocument.objects.filter(kind="item", locale__in=locales):
        former = best.get(document.key)
        if former is None or locales.index(document.locale) < locales.index(former.locale):
            best[document.key] = document
    return list(best.values())


def _next(document: PublishedDocument) -> datetime:
    """When the next occurrence starts; far away when there is none."""
    starts = [starts for starts, _ in _spans(document.facts["occurrences"])]
    return min(starts, default=datetime.max.replace(tzinfo=UTC))


def _position(order: str, locale: str) -> Callable[[PublishedDocument], Any]:
    sign = -1 if order.startswith("-") else 1

    def position(document: PublishedDocument) -> Any:
        duration = document.facts["duration"]
        values: dict[str, Any] = {
            "published": sign * int(document.published_at.timestamp()),
            "duration": (duration is None, sign * (duration or 0)),
            "title": fold(document.title),
            "next_occurrence": _next(document),
            "language": (document.locale != locale, -int(document.published_at.timestamp())),
        }
        if order == "language":
            return values[order], -document.pk
        return values[order.lstrip("-")], sign * document.pk

    return position


def numbers(wanted: Wanted, order: str, *, locale: str, fallback: bool) -> list[int]:
    """The whole list, as document numbers in order."""
    found = [
        document
        for document in _listed(locale, fallback=fallback)
        if all(_passes(document, name, values) for name, values in wanted.items())
    ]
    return [document.pk for document in sorted(found, key=_position(order, locale))]


def facet(name: str, wanted: Wanted, *, locale: str, fallback: bool) -> dict[str, int]:
    """How many documents hold each value under the filters other than `name`."""
    others = {other: values for other, values in wanted.items() if other != name}
    counts: Counter[str] = Counter()
    for document in _listed(locale, fallback=fallback):
        if all(_passes(document, other, values) for other, values in others.items()):
            held = document.facts[name]
            if name == "free":
                counts["true" if held else "false"] += 1
            elif isinstance(held, list):
                counts.update(held)
            elif held:
                counts[held] += 1
    return dict(counts)
