"""Random documents and random questions, answered like a loop over all documents would."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.catalogue import catalogue
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


FACTS = st.fixed_dictionaries(
    {name: st.sampled_from(CODES[name]) for name in ("format", "access_mode", "attendance")}
    | {name: _several(CODES[name]) for name in ("audience", "accessibility", "language", "theme")}
    | {
        "territory": st.sampled_from([None, "fr_11", "fr_24"]),
        "age_min": st.sampled_from([None, 0, 6, 12]),
        "age_max": st.sampled_from([None, 6, 12, 18]),
        "free": st.booleans(),
        "duration": st.sampled_from([None, 0, 10, 90]),
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
        "published_since": st.just([(BEGINNING + timedelta(hours=2)).isoformat()]),
    },
)
QUESTIONS = st.tuples(
    WANTED,
    st.sampled_from(["-published", "published", "title", "duration", "-duration"]),
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
@given(before=DOCUMENTS, after=DOCUMENTS, questions=st.lists(QUESTIONS, min_size=1, max_size=4))
def test_answers_are_those_of_a_plain_loop(
    before: list[Any], after: list[Any], questions: list[Any]
) -> None:
    _begin()
    for documents in (before, after):
        for number, locale, title, hour, facts in documents:
            at = BEGINNING + timedelta(hours=hour)
            publish(key=_keys()[number], locale=locale, title=title, at=at, **facts)
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
