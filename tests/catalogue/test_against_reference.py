"""Random documents and random questions, answered like a loop over all documents would."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.catalogue import catalogue
from cms.catalogue.orders import ORDERS
from cms.core import clock
from cms.publication.models import Change, ChangeNumber, PublishedDocument
from tests.catalogue import reference
from tests.catalogue.documents import BEGINNING, ask, publish

CODES = {
    "format": ["film", "concert", "game"],
    "access_mode": ["free", "paid"],
    "attendance": ["online", "onsite"],
    "territory": ["fr_11", "fr_24"],
    "audience": ["families", "teens", "seniors"],
    "accessibility": ["captions", "transcript"],
    "language": ["fr", "ru"],
    "theme": ["night", "paris", "зима"],
}
FACETS = [*CODES, "free"]


def _several(codes: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=3)


def _span(start: int, hours: int) -> str:
    """Hours since Friday, 27 November 2026, 20:00 UTC."""
    starts = FRIDAY + timedelta(hours=start)
    return f"{starts.isoformat()}/{(starts + timedelta(hours=hours)).isoformat()}"


FRIDAY = datetime(2026, 11, 27, 20, tzinfo=UTC)
# Around midnight in Paris, over it, without an end, on other days.
OCCURRENCES = st.builds(
    _span, st.sampled_from([-30, 0, 1, 2, 3, 4, 26, 50, 51, 200]), st.sampled_from([0, 1, 3, 30])
)
NOW = st.sampled_from([-40, -1, 0, 1, 2, 3, 5, 28, 52]).map(
    lambda hours: FRIDAY + timedelta(hours=hours)
)
FACTS = st.fixed_dictionaries(
    {name: st.sampled_from(CODES[name]) for name in ("format", "access_mode", "attendance")}
    | {name: _several(CODES[name]) for name in ("audience", "accessibility", "language", "theme")}
    | {
        "territory": st.sampled_from([None, "fr_11", "fr_24"]),
        "age_min": st.sampled_from([None, 0, 6, 12]),
        "age_max": st.sampled_from([None, 6, 12, 18]),
        "free": st.booleans(),
        "duration": st.sampled_from([None, 0, 10, 90]),
        "occurrences": st.lists(OCCURRENCES, max_size=3, unique=True),
    }
)
DOCUMENTS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.sampled_from(["fr", "en", "ru"]),
        st.sampled_from(["Été", "ete", "Зима", "zoo", "Œuvre"]),
        st.integers(0, 4),
        FACTS,
    ),
    max_size=16,
)
WANTED = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True)
        for name, codes in CODES.items()
    }
    | {
        "age": st.sampled_from([["0"], ["7"], ["18"]]),
        "free": st.sampled_from([["true"], ["false"]]),
        "duration_min": st.sampled_from([["0"], ["10"]]),
        "duration_max": st.sampled_from([["10"], ["89"]]),
        "when": st.sampled_from(
            [
                ["today"],
                ["weekend"],
                ["upcoming"],
                ["2026-11-27"],
                ["2026-11-28..2026-11-30"],
                ["2026-11-29.."],
                ["..2026-11-28"],
            ]
        ),
        "published_since": st.just([(BEGINNING + timedelta(hours=2)).isoformat()]),
    },
)
QUESTIONS = st.tuples(
    WANTED,
    st.sampled_from(list(ORDERS)),
    st.sampled_from(["fr", "en", "ru"]),
    st.booleans(),
    st.integers(1, 5),
)


def _keys() -> list[Any]:
    return [f"00000000-0000-4000-8000-{number:012}" for number in range(8)]


def _begin() -> None:
    for model in (PublishedDocument, Change, ChangeNumber):
        model.objects.all().delete()
    catalogue.forget()


@settings(max_examples=60)
@given(
    before=DOCUMENTS,
    after=DOCUMENTS,
    questions=st.lists(QUESTIONS, min_size=1, max_size=4),
    moments=st.tuples(NOW, NOW).map(sorted),
)
def test_answers_are_those_of_a_plain_loop(
    before: list[Any], after: list[Any], questions: list[Any], moments: list[datetime]
) -> None:
    _begin()
    for documents, now in zip((before, after), moments, strict=True):
        for number, locale, title, hour, facts in documents:
            at = BEGINNING + timedelta(hours=hour)
            publish(key=_keys()[number], locale=locale, title=title, at=at, **facts)
        with patch.object(clock, "now", lambda now=now: now):
            for question in questions:
                _compare(*question)


def _compare(wanted: dict[str, list[str]], order: str, locale: str, own: bool, limit: int) -> None:
    where: dict[str, Any] = {"locale": locale, "fallback": not own}
    filters = urlencode({**wanted, "order": order}, doseq=True)
    expected = reference.numbers(wanted, order, **where)
    whole = ask(f"{filters}&count=true&limit=100&facets={','.join(FACETS)}", **where)
    assert whole.document_ids == expected
    assert whole.total == len(expected)
    assert whole.facets is not None
    for name, buckets in whole.facets.items():
        counted = {bucket["code"]: bucket["count"] for bucket in buckets}
        assert counted == reference.facet(name, wanted, **where)
    page = ask(f"{filters}&limit={limit}", **where)
    paged = [*page.document_ids]
    while page.next:
        page = ask(f"{filters}&limit={limit}&cursor={page.next}", **where)
        paged += page.document_ids
    assert paged == expected
