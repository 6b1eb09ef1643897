"""The snapshot follows the change log, a little at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cms.catalogue import catalogue
from cms.catalogue.checks import check_filters
from cms.catalogue.conditions import AnyOf
from cms.catalogue.filters import FILTERS, Filter
from cms.catalogue.snapshot import Snapshot
from cms.catalogue.values import Theme
from cms.core import clock
from cms.publication.models import Change, ChangeNumber, PublishedDocument
from tests.catalogue.documents import BEGINNING, ask, note, publish, query, titles, withdraw


@contextmanager
def read_once() -> Iterator[None]:
    """Fails when the snapshot is replaced by a new one inside the block."""
    ask()
    before = catalogue.current()
    yield
    assert catalogue.current() is before


def test_answers_cost_no_sql_and_a_refresh_two_queries() -> None:
    publish(title="one")
    ask()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        catalogue.answer(query("format=recording&count=true&facets=category,institution"))
    assert len(queries) == 0
    publish(title="two")
    with CaptureQueriesContext(connection) as queries:
        catalogue.refresh_to(2)
    assert len(queries) == 2


def test_upserts_and_withdrawals_are_followed_without_reading_everything() -> None:
    first, second = publish(title="first"), publish(title="second")
    with read_once():
        assert titles("order=title") == ["first", "second"]
        publish(title="third")
        publish(key=second.key, title="a second", format="film", theme=["new"])
        assert titles("order=title") == ["a second", "first", "third"]
        assert titles("theme=new") == ["a second"]
        withdraw(first)
        assert titles("order=title") == ["a second", "third"]
        publish(title="fourth", theme=["new"])
        assert titles("theme=new&order=title") == ["a second", "fourth"]
        assert ask("count=true").total == 3


def test_a_translation_takes_the_place_of_what_stood_in_for_it() -> None:
    french = publish(title="fr")
    with read_once():
        assert titles(locale="ru") == ["fr"]
        english = publish(title="en", key=french.key, locale="en")
        assert titles(locale="ru") == ["en"]
        withdraw(english)
        assert titles(locale="ru") == ["fr"]


def test_a_renamed_institution_is_found_by_its_new_slug() -> None:
    house = publish("institution", slug="old")
    publish(title="item", institution=str(house.key))
    with read_once():
        publish("institution", key=house.key, slug="new")
        assert titles("institution=new") == ["item"]


def test_many_changes_at_once() -> None:
    documents = [publish(title=f"{number:04}") for number in range(30)]
    with read_once():
        assert len(titles("order=title&limit=100")) == 30
        for number in range(700):
            publish(title=f"{number:04} later", theme=[f"t{number % 7}"])
        for document in documents[:20]:
            withdraw(document)
        assert ask("count=true").total == 710
        assert titles("order=title&limit=2") == ["0000 later", "0001 later"]
        assert ask("theme=t3&count=true").total == 100


def test_new_keys_are_merged_among_the_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.catalogue.keys.MERGED_FROM", 3)
    documents = [publish(title=f"{number}") for number in range(3)]
    with read_once():
        for number in range(3, 10):
            documents.append(publish(title=f"{number}"))
            ask(locale="ru")
        for document in documents:
            publish(title=f"{document.title}b", key=document.key, locale="en")
            assert ask("count=true", locale="en").total == len(documents)
        assert titles("order=title", locale="en") == [f"{number}b" for number in range(10)]
        assert titles("order=title") == [f"{number}" for number in range(10)]


def test_titles_that_changed_often_are_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.catalogue.titles.WORTH_COMPACTING", 20)
    documents = [publish(title=f"title {number}") for number in range(4)]
    with read_once():
        before = catalogue.current().table.titles.nbytes
        for turn in range(8):
            for document in documents:
                publish(key=document.key, title=f"{9 - turn} {document.title}")
            assert titles("order=title") == [f"{9 - turn} title {number}" for number in range(4)]
        assert catalogue.current().table.titles.nbytes < before + 200


def test_a_new_locale_needs_no_restart() -> None:
    first = publish(title="fr")
    with read_once():
        publish(title="en", key=first.key, locale="en")
        assert titles(locale="en", fallback=False) == ["en"]


def test_a_log_that_went_back_is_read_anew() -> None:
    publish(title="stays")
    ask()
    with transaction.atomic():
        publish(title="never was")
        assert titles() == ["never was", "stays"]
        transaction.set_rollback(True)
    assert titles() == ["stays"]


def test_other_changes_under_the_same_numbers_are_noticed() -> None:
    publish(title="stays")
    with transaction.atomic():
        publish(title="never was")
        assert len(titles()) == 2
        transaction.set_rollback(True)
    publish(title="came instead")
    publish(title="and this")
    assert titles("order=title") == ["and this", "came instead", "stays"]


def test_a_fact_that_cannot_be_read_costs_its_document_the_fact_and_nobody_the_list(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ask()
    publish(title="odd", occurrences=["202-05-17T18:00:00Z/later"], theme=["night"])
    publish(title="sound", occurrences=["2031-05-17T18:00:00Z/2031-05-17T19:00:00Z"])
    publish("news", title="paper", date="May")
    for _followed_then_loaded in range(2):
        assert titles() == ["sound", "odd"]
        assert titles("order=next_occurrence") == ["sound", "odd"]
        assert titles("when=upcoming") == ["sound"]
        assert titles("theme=night") == ["odd"]
        catalogue.forget()
    assert "occurrences cannot be kept" in caplog.text


def test_what_is_over_is_not_listed_by_a_catalogue_just_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One is read in the midst of a question when a name in it is not known yet and the log is
    cut."""
    now = datetime(2026, 5, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: now)
    ask()
    publish("category", code="theatre")
    publish(title="stays", category=["theatre"])
    publish(title="soon over", category=["theatre"], until=now + timedelta(hours=1))
    Change.objects.filter(seq=1).delete()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=2))
    answer = catalogue.answer(query("category=theatre&count=true"))
    assert answer.total == 1


def test_a_cut_log_is_no_trap() -> None:
    publish(title="one")
    ask()
    publish(title="two")
    publish(title="three")
    Change.objects.filter(seq__lte=2).delete()
    assert titles() == ["three", "two", "one"]
    Change.objects.all().delete()
    publish(title="four")
    assert titles() == ["four", "three", "two", "one"]


def test_too_long_a_log_is_not_followed_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(title="one")
    ask()
    before = catalogue.current()
    monkeypatch.setattr("cms.catalogue.snapshot.MOST_CHANGES", 2)
    for title in ("two", "three", "four"):
        publish(title=title)
    assert len(titles()) == 4
    assert catalogue.current() is not before


def test_following_ends_where_reading_everything_does() -> None:
    keys = [uuid4() for _ in range(12)]
    for round_number in range(6):
        for at, key in enumerate(keys):
            locale = ("fr", "en", "ru")[(at + round_number) % 3]
            if (at * 7 + round_number) % 5:
                publish(
                    key=key,
                    locale=locale,
                    title=f"{at} {locale} {round_number}",
                    theme=[f"t{round_number}"],
                    audience=["teens"] if at % 2 else ["adults"],
                    at=BEGINNING + timedelta(minutes=at * round_number),
                )
            elif found := PublishedDocument.objects.filter(key=key, locale=locale).first():
                withdraw(found)
        ask("order=title", locale="ru")
        followed = [_everything(locale) for locale in ("fr", "en", "ru")]
        catalogue.forget()
        assert [_everything(locale) for locale in ("fr", "en", "ru")] == followed


def _everything(locale: str) -> list[object]:
    return [
        ask(f"count=true&facets=audience,theme&order={order}", locale=locale)
        for order in ("title", "-published", "duration")
    ]


def test_a_change_of_what_was_never_listed_is_harmless() -> None:
    publish(title="one")
    with read_once():
        note(Change.Op.WITHDRAW, PublishedDocument(kind="item", key=uuid4(), locale="ru"))
        assert titles() == ["one"]


def test_numbers_without_a_log_are_read_anew() -> None:
    """A copied database may carry the number and the documents without the log."""
    ask()
    publish(title="one")
    Change.objects.all().delete()
    ChangeNumber.objects.update(value=50)
    assert titles() == ["one"]
    assert Snapshot.load().version == 50


def test_every_filter_has_its_column() -> None:
    assert check_filters() == []
    wrong = Filter("colour", AnyOf("colour"), Theme(), "", "red")
    taken = Filter("limit", AnyOf("format"), Theme(), "", "10")
    found = [error.id for error in check_filters(filters=[*FILTERS.values(), wrong, taken])]
    assert found == ["catalogue.E001", "catalogue.E002", "catalogue.E003"]
