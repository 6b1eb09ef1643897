"""What lists hold: filters, orders, fallback, and what they refuse."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cms.catalogue import catalogue
from cms.core import clock
from cms.core.problems import BadParameter
from tests.catalogue.documents import BEGINNING, ask, publish, query, titles


def refused(parameters: str, kind: str = "item") -> tuple[str, str]:
    """Where and why a query is refused."""
    with pytest.raises(BadParameter) as caught:
        ask(parameters, kind=kind)
    fault = caught.value.errors[0]
    return fault.loc, fault.code


def test_nothing_published_is_an_empty_list() -> None:
    answer = ask("count=true&facets=format&order=title")
    assert (answer.document_ids, answer.next, answer.total) == ([], None, 0)
    assert answer.facets == {"format": []}


def test_newest_first_unless_said_otherwise() -> None:
    for day, title in ((1, "old"), (3, "new"), (2, "middle")):
        publish(title=title, at=BEGINNING + timedelta(days=day))
    assert titles() == ["new", "middle", "old"]
    assert titles("order=published") == ["old", "middle", "new"]


def test_titles_are_ordered_without_case_and_accents() -> None:
    for title in ("Zoo", "école", "Éclat", "ecran", "œuvre", "Offre"):
        publish(title=title)
    assert titles("order=title") == ["Éclat", "école", "ecran", "œuvre", "Offre", "Zoo"]


def test_russian_short_i_keeps_its_place_in_the_alphabet() -> None:
    for title in ("Йога", "Кино", "Ива", "Ёлка", "Жук"):
        publish(title=title, locale="ru")
    assert titles("order=title", locale="ru") == ["Ёлка", "Жук", "Ива", "Йога", "Кино"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("duration", ["5", "90", "unknown"]), ("-duration", ["90", "5", "unknown"])],
)
def test_unknown_durations_come_last(order: str, expected: list[str]) -> None:
    for title, minutes in (("90", 90), ("unknown", None), ("5", 5)):
        publish(title=title, duration=minutes)
    assert titles(f"order={order}") == expected


def test_each_key_appears_once_in_the_best_locale_of_the_chain() -> None:
    everywhere, french, english = uuid4(), uuid4(), uuid4()
    for key, locales in (
        (everywhere, ("fr", "en", "ru")),
        (french, ("fr",)),
        (english, ("fr", "en")),
    ):
        for locale in locales:
            publish(key=key, locale=locale, title=f"{len(locales)} {locale}")
    assert sorted(titles(locale="ru")) == ["1 fr", "2 en", "3 ru"]
    assert sorted(titles(locale="en")) == ["1 fr", "2 en", "3 en"]
    assert sorted(titles(locale="fr")) == ["1 fr", "2 fr", "3 fr"]
    assert titles(locale="ru", fallback=False) == ["3 ru"]
    assert ask("count=true", locale="ru").total == 3


def test_a_list_holds_one_kind() -> None:
    publish("guide", title="guide")
    publish("news", title="news")
    assert titles(kind="guide") == ["guide"]
    assert titles() == []


FACTS = {
    "category": (["theatre", "stage"], "category=stage"),
    "format": ("concert", "format=concert"),
    "audience": (["families", "teens"], "audience=teens&audience=seniors"),
    "accessibility": (
        ["captions", "transcript"],
        "accessibility=captions&accessibility=transcript",
    ),
    "language": (["ru", "fr"], "language=ru"),
    "access_mode": ("paid", "access_mode=paid"),
    "attendance": ("onsite", "attendance=onsite"),
    "theme": (["paris", "night"], "theme=night"),
    "free": (False, "free=false"),
    "territory": ("fr_11", "territory=fr_11"),
    "duration": (45, "duration_min=45&duration_max=45"),
}


@pytest.mark.parametrize("fact", FACTS)
def test_a_filter_finds_what_has_the_value_and_nothing_else(fact: str) -> None:
    publish("category", code="stage")
    publish("category", code="theatre")
    value, parameters = FACTS[fact]
    publish(title="with", **{fact: value})
    publish(title="without")
    assert titles(parameters) == ["with"]


def test_accessibility_asks_for_all_of_them() -> None:
    publish(title="both", accessibility=["captions", "transcript"])
    publish(title="one", accessibility=["captions"])
    assert titles("accessibility=captions&accessibility=transcript") == ["both"]
    assert sorted(titles("accessibility=captions")) == ["both", "one"]


def test_values_of_one_filter_widen_and_filters_narrow() -> None:
    publish(title="concert", format="concert", language=["fr"])
    publish(title="film", format="film", language=["fr"])
    publish(title="russian film", format="film", language=["ru"])
    assert sorted(titles("format=film&format=concert&language=fr")) == ["concert", "film"]


@pytest.mark.parametrize(("age", "found"), [(5, ["any"]), (8, ["6–12", "any"]), (13, ["any"])])
def test_age_lies_within_the_limits(age: int, found: list[str]) -> None:
    publish(title="6–12", age_min=6, age_max=12)
    publish(title="any")
    assert sorted(titles(f"age={age}")) == found


def test_an_unknown_duration_is_neither_long_nor_short() -> None:
    publish(title="unknown")
    assert titles("duration_min=0") == titles("duration_max=1000") == []


def test_an_institution_is_named_by_id_or_slug_in_any_locale() -> None:
    key = uuid4()
    publish("institution", key=key, slug="bolchoi")
    publish("institution", key=key, slug="bolshoy", locale="ru")
    publish(title="its own", institution=str(key))
    publish(title="another's", institution=str(uuid4()))
    for name in (str(key), key.hex, "bolchoi", "bolshoy"):
        assert titles(f"institution={name}") == ["its own"]


def test_a_slug_two_institutions_bear_means_the_one_of_the_asked_locale() -> None:
    french, russian = uuid4(), uuid4()
    publish("institution", key=french, slug="arena")
    publish("institution", key=russian, slug="arena", locale="ru")
    publish(title="french", institution=str(french))
    publish(title="russian", institution=str(russian))
    assert titles("institution=arena") == ["french"]
    assert titles("institution=arena", locale="ru") == ["russian"]


def test_a_programme_by_slug() -> None:
    night = publish("programme", slug="night-of-museums")
    publish(title="in it", programme=[str(night.key)])
    publish(title="not in it")
    assert titles("programme=night-of-museums") == ["in it"]


def test_other_kinds_have_filters_of_their_own() -> None:
    publish("guide", title="film", topic="filming", role=["mediator"], output=["film"])
    publish("guide", title="rights", topic="rights", role=["mediator", "director"])
    publish("institution", title="museum", institution_kind="museum", territory="fr_11")
    publish("category", title="below", code="opera", ancestors=["music"])
    publish("category", title="music", code="music")
    publish("programme", title="over", starts_at="2026-01-01", ends_at="2026-01-02T00:00:00Z")
    publish("news", title="june", date="2026-06-01")
    assert titles("topic=filming", kind="guide") == ["film"]
    assert len(titles("role=mediator", kind="guide")) == 2
    assert titles("output=film", kind="guide") == ["film"]
    assert titles("institution_kind=museum&territory=fr_11", kind="institution") == ["museum"]
    assert titles("within=music", kind="category") == ["below"]
    assert titles("ends_since=2026-01-03", kind="programme") == []
    assert titles("ends_since=2026-01-02", kind="programme") == ["over"]
    assert titles("starts_until=2026-01-01", kind="programme") == ["over"]
    assert titles("date_since=2026-06-01&date_until=2026-06-01", kind="news") == ["june"]


@pytest.mark.parametrize(
    "moment",
    [
        "2026-01-02",
        "2026-01-02T00:00:00Z",
        "2026-01-02T01:00:00%2B01:00",
        "2026-01-02T01:00:00+01:00",
    ],
)
def test_published_since_includes_the_moment(moment: str) -> None:
    publish(title="before", at=BEGINNING + timedelta(hours=23))
    publish(title="then", at=BEGINNING + timedelta(days=1))
    assert titles(f"published_since={moment}") == ["then"]
    assert titles(f"updated_since={moment}") == ["then"]


@pytest.mark.parametrize(
    ("parameters", "loc", "code"),
    [
        ("colour=red", "query.colour", "unknown_parameter"),
        ("guide_kind=how_to", "query.guide_kind", "unknown_parameter"),
        ("format=opera", "query.format", "unknown_code"),
        ("format=", "query.format", "unknown_code"),
        ("category=nowhere", "query.category", "unknown_code"),
        ("category=No-Code", "query.category", "unknown_code"),
        ("institution=nobody", "query.institution", "unknown_institution"),
        (
            "institution=3f0c1c6e-5d0b-4a57-9f4e-2d7c8a1b9e60",
            "query.institution",
            "unknown_institution",
        ),
        ("programme=never", "query.programme", "unknown_programme"),
        ("age=eight", "query.age", "out_of_range"),
        ("age=121", "query.age", "out_of_range"),
        ("age=-1", "query.age", "out_of_range"),
        ("age=8&age=9", "query.age", "repeated"),
        ("duration_min=%D9%A1", "query.duration_min", "out_of_range"),
        ("free=perhaps", "query.free", "bad_boolean"),
        ("published_since=yesterday", "query.published_since", "bad_date"),
        ("updated_since=2026-13-01", "query.updated_since", "bad_date"),
        ("theme=", "query.theme", "bad_length"),
        ("&".join(["theme=a"] * 101), "query.theme", "too_many"),
        ("order=random", "query.order", "unknown_order"),
        ("limit=0", "query.limit", "out_of_range"),
        ("limit=101", "query.limit", "out_of_range"),
        ("limit=many", "query.limit", "out_of_range"),
        ("limit=1&limit=2", "query.limit", "repeated"),
        ("count=maybe", "query.count", "bad_boolean"),
        ("facets=age", "query.facets", "unknown_facet"),
        ("facets=format,", "query.facets", "unknown_facet"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(parameters: str, loc: str, code: str) -> None:
    assert refused(parameters) == (loc, code)


def test_only_items_have_durations() -> None:
    assert refused("order=duration", kind="guide") == ("query.order", "unknown_order")


def test_a_theme_nobody_has_is_an_empty_list() -> None:
    publish(theme=["paris"])
    assert titles("theme=atlantis") == []


def test_an_institution_published_meanwhile_is_known() -> None:
    ask()
    institution = publish("institution", slug="newcomer")
    publish(title="its first", institution=str(institution.key))
    found = catalogue.answer(query("institution=newcomer&count=true"))
    assert found.total == 1


def test_what_is_past_its_public_time_is_gone_before_the_worker_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = uuid4()
    end = clock.now() + timedelta(hours=1)
    publish(title="until noon", key=key, locale="ru", until=end)
    publish(title="stands in", key=key)
    assert titles(locale="ru") == ["until noon"]
    monkeypatch.setattr(clock, "now", lambda: end)
    assert titles(locale="ru") == ["stands in"]
    publish(title="prolonged", key=key, locale="ru", until=end + timedelta(hours=1))
    assert titles(locale="ru") == ["prolonged"]
