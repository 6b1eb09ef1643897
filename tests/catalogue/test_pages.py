"""Paging: every document once, in order, whatever happens between two pages."""

from datetime import timedelta

import pytest
from django.test import override_settings

from cms.core.problems import BadParameter
from tests.catalogue.documents import BEGINNING, ask, publish

ORDERS = ("-published", "published", "title", "duration", "-duration")


@pytest.fixture
def thirty() -> None:
    """Many share their title, duration or moment, so that numbers have to decide."""
    for number in range(30):
        publish(
            title=f"Titre {number % 4}",
            duration=(None, 10, 20)[number % 3],
            at=BEGINNING + timedelta(hours=number // 5),
            format=("film", "concert")[number % 2],
        )


def walk(parameters: str, limit: int, meanwhile: int = 0) -> list[int]:
    """Page through; `meanwhile` documents are published after each page."""
    seen: list[int] = []
    cursor = ""
    while True:
        answer = ask(f"{parameters}&limit={limit}{cursor}")
        assert len(answer.document_ids) <= limit
        seen += answer.document_ids
        if answer.next is None:
            return seen
        for number in range(meanwhile):
            if len(seen) < 25:
                publish(
                    title=f"Titre {len(seen) % 5}",
                    duration=(15, None)[number % 2],
                    at=BEGINNING + timedelta(hours=len(seen) % 7),
                    format="film",
                )
        cursor = f"&cursor={answer.next}"


@pytest.mark.usefixtures("thirty")
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("limit", [1, 7, 30])
def test_pages_joined_are_the_list(order: str, limit: int) -> None:
    for filters in ("", "&format=film"):
        whole = ask(f"order={order}&limit=100{filters}").document_ids
        assert walk(f"order={order}{filters}", limit) == whole
        assert len(set(whole)) == (15 if filters else 30)


@pytest.mark.usefixtures("thirty")
@pytest.mark.parametrize("order", ORDERS)
def test_nothing_twice_and_nothing_skipped_while_others_publish(order: str) -> None:
    before = ask(f"order={order}&limit=100").document_ids
    seen = walk(f"order={order}", 4, meanwhile=2)
    assert len(seen) == len(set(seen))
    assert [number for number in seen if number in before] == before


@pytest.mark.usefixtures("thirty")
def test_a_page_continues_after_a_document_that_is_gone() -> None:
    whole = ask("limit=100").document_ids
    first = ask("limit=10")
    from_there = ask(f"limit=100&cursor={first.next}").document_ids
    assert first.document_ids + from_there == whole


def _refused(parameters: str, locale: str = "fr", *, fallback: bool = True) -> str:
    with pytest.raises(BadParameter) as caught:
        ask(parameters, locale=locale, fallback=fallback)
    return caught.value.errors[0].code


@pytest.mark.usefixtures("thirty")
def test_a_cursor_belongs_to_its_list() -> None:
    cursor = ask("limit=2&format=film").next
    assert cursor is not None
    assert ask(f"limit=3&format=film&count=true&cursor={cursor}").document_ids
    for other in ("", "format=concert", "format=film&order=published", "format=film&free=true"):
        assert _refused(f"{other}&cursor={cursor}") == "bad_cursor"
    assert _refused(f"format=film&cursor={cursor}", "ru") == "bad_cursor"
    assert _refused(f"format=film&cursor={cursor}", "en", fallback=False) == "bad_cursor"


@pytest.mark.usefixtures("thirty")
def test_a_forged_or_broken_cursor_is_refused() -> None:
    cursor = ask("limit=2").next
    assert cursor is not None
    flipped = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    for broken in ("", "x", "%C3%A9", "A" * 38, flipped, cursor[:-1], cursor + "A", cursor + "=="):
        assert _refused(f"cursor={broken}") == "bad_cursor"
    assert _refused(f"cursor={cursor}&cursor={cursor}") == "repeated"


@pytest.mark.usefixtures("thirty")
def test_cursors_outlive_a_change_of_the_secret_key() -> None:
    with override_settings(SECRET_KEY="former"):
        cursor = ask("limit=2").next
    assert _refused(f"cursor={cursor}") == "bad_cursor"
    with override_settings(SECRET_KEY_FALLBACKS=["former"]):
        assert ask(f"limit=2&cursor={cursor}").document_ids
