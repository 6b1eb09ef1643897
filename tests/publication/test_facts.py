"""Each fact of a document is one well-formed statement."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.test import RequestFactory

from cms.core import clock
from cms.publication.rendering.pages import render_document

pytestmark = pytest.mark.django_db

SHOWING: dict[str, Any] = {
    "uid": "8d9f0d0e-0000-4000-8000-000000000001",
    "starts_at": "2030-05-17T16:00:00Z",
    "ends_at": "2030-05-17T17:30:00Z",
    "time_zone": "Europe/Moscow",
    "status": "scheduled",
    "url": "https://theatre.example.org/book",
    "capacity": 1200,
}
RIGHTS: dict[str, Any] = {
    "holder": None,
    "licence": None,
    "credit_line": None,
    "embed_allowed": None,
    "download_allowed": None,
    "windows": [],
}


def drawn(locale: str = "en", **fields: Any) -> str:
    document = {
        "id": "1",
        "kind": "item",
        "locale": locale,
        "path": "/en/it/",
        "title": "A title",
    } | fields
    return render_document(RequestFactory().get("/"), document).content.decode()


def facts(locale: str = "en", **fields: Any) -> dict[str, list[str]]:
    """What is stated, by its label; the words of links and nothing of their addresses."""
    found: dict[str, list[str]] = {}
    for label, lines in re.findall(
        r"<dt>(.*?)</dt>(.*?)</div>", drawn(locale, **fields), re.DOTALL
    ):
        texts = re.findall(r"<(?:dd|li)>(?!<ul)(.*?)</(?:dd|li)>", lines, re.DOTALL)
        found.setdefault(label, []).extend(
            unescape(re.sub(r"<[^>]+>", "", text)).strip() for text in texts
        )
    return found


def links(page: str) -> dict[str, str]:
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {unescape(words): unescape(address) for address, words in found}


def test_a_showing_is_told_once_in_its_own_zone() -> None:
    page = drawn(occurrences=[SHOWING], next_occurrence=SHOWING)
    said = "Friday, 17 May 2030, 19:00–20:30 (Moscow time) · 1,200 places"
    assert page.count(said) == 1
    assert page.count("2030") == 1
    assert SHOWING["url"] not in re.sub(r'href="[^"]*"', "", page)
    assert links(page)["Take part"] == SHOWING["url"]


def test_a_showing_over_midnight_names_both_days() -> None:
    night = SHOWING | {"ends_at": "2030-05-17T23:00:00Z", "time_zone": "Asia/Tokyo"}
    assert facts(occurrences=[night | {"capacity": None}])["Dates"] == [
        "Saturday, 18 May 2030, 01:00–08:00 (Tokyo time) · Take part"
    ]
    night["time_zone"] = "Europe/Paris"
    assert facts(occurrences=[night | {"capacity": None}])["Dates"] == [
        "Friday, 17 May 2030, 18:00 – Saturday, 18 May 2030, 01:00 (Paris time) · Take part"
    ]


def test_what_is_over_comes_last_and_what_is_cancelled_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2030, 6, 1, tzinfo=UTC))
    to_come = SHOWING | {"starts_at": "2030-07-01T16:00:00Z", "ends_at": None}
    lines = facts(occurrences=[SHOWING, to_come | {"status": "cancelled"}])["Dates"]
    assert "1 July" in lines[0]
    assert "Cancelled" in lines[0]
    assert "Take part" not in lines[0]
    assert lines[1].endswith("over")


def test_an_unknown_zone_is_named_by_its_city() -> None:
    assert "(Nowhere At All time)" in drawn(
        occurrences=[SHOWING | {"time_zone": "Europe/Nowhere_At_All"}]
    )


@pytest.mark.parametrize(
    ("moment", "zone", "said"),
    [
        ("9999-12-31T23:59:00Z", "Asia/Tokyo", "23:59 (Tokyo time)"),
        ("0001-01-01T00:00:00Z", "America/New_York", "00:00 (New York time)"),
    ],
)
def test_a_moment_no_calendar_of_its_zone_has_is_told_all_the_same(
    moment: str, zone: str, said: str
) -> None:
    showing = SHOWING | {"starts_at": moment, "ends_at": None, "time_zone": zone}
    assert said in drawn(occurrences=[showing])


def test_a_programme_is_dated_once() -> None:
    page = drawn(
        kind="programme",
        starts_at="2030-05-17T16:00:00Z",
        ends_at="2030-05-17T22:00:00Z",
        time_zone="Europe/Paris",
    )
    assert page.count("17 May 2030") == 1
    assert "Friday, 17 May 2030, 18:00 – Saturday, 18 May 2030, 00:00 (Paris time)" in page


def test_the_end_of_the_window_is_told_once_with_its_zone() -> None:
    said = facts(
        on_demand={"from": None, "until": "2030-02-01T23:00:00Z"},
        available_until="2030-01-05T20:00:00Z",
    )
    assert said["Available"] == ["until Saturday, 5 January 2030, 21:00 (Paris time)"]
    both = facts(on_demand={"from": "2030-01-05T20:00:00Z", "until": None}, available_until=None)
    assert both["Available"] == ["from Saturday, 5 January 2030, 21:00 (Paris time)"]


def test_an_address_is_written_as_people_write_it() -> None:
    page = drawn(
        kind="institution",
        address={"street": "4 quai des Antillais", "postal_code": "44200", "town": "Nantes"},
        geo={"latitude": 47.2, "longitude": -1.57},
        town="Nantes",
    )
    assert "<dd>4 quai des Antillais" in page
    assert "<dd>44200 Nantes" in page
    assert page.count("Nantes") == 1
    assert "mlat=47.2&mlon=-1.57" in links(page)["Show on a map"]
    for raw in ("Street", "Town", "Postal code", "Geo"):
        assert raw not in page


def test_addresses_of_the_web_have_words() -> None:
    page = drawn(
        kind="institution",
        website="https://www.theatre.example.org/accueil?x=1",
        channels=[
            {"channel": {"code": "youtube", "label": "YouTube"}, "url": "https://y.example/@t"},
            {"channel": None, "url": "https://other.example/t"},
        ],
        contact={"email": "hello@example.org", "phone": "+33 2 00 00 00 00"},
    )
    assert links(page) == {
        "Skip to the content": "#main",
        "theatre.example.org": "https://www.theatre.example.org/accueil?x=1",
        "YouTube": "https://y.example/@t",
        "other.example": "https://other.example/t",
        "hello@example.org": "mailto:hello@example.org",
        "+33 2 00 00 00 00": "tel:+33200000000",
    } | site_links(page)
    assert "https://" not in re.sub(r"<[^>]+>", "", page)


def site_links(page: str) -> dict[str, str]:
    """The frame's own links."""
    return {words: address for words, address in links(page).items() if address.startswith("/")}


@pytest.mark.parametrize(
    ("hours", "said"),
    [(2.0, "2 h"), (1.5, "1 h 30 min"), (0.5, "30 min"), (6.25, "6 h 15 min")],
)
def test_hours_are_no_decimals(hours: float, said: str) -> None:
    effort = {"hours": hours, "cost_band": "low", "people": 1}
    assert facts(kind="guide", effort=effort)["Effort"] == [f"{said} · 1 person · Under €200"]


def test_prices_have_their_sign_and_no_needless_zeros() -> None:
    def said(low: float, high: float) -> str:
        price = {"min": low, "max": high, "currency": "EUR"}
        return facts(access_mode="paid", access={"url": None, "price": price})["Access"][0]

    assert said(4.0, 4.0).endswith("· 4 €")
    assert said(5.0, 12.5).endswith("· 5–12.5 €")


def test_names_in_the_credits_are_not_repeated_among_the_people() -> None:
    people = [
        {"name": "Anna", "is_body": False, "role": {"code": "director", "label": "Direction"}},
        {"name": "Boris", "is_body": False, "role": None},
    ]
    credits = {"type": "credits", "id": "1", "value": [{"name": "Anna", "part": "Direction"}]}
    page = drawn(people=people, media=[credits], rights=RIGHTS)
    assert page.count("Anna") == 1
    assert page.count("Boris") == 1
    assert facts(people=people)["People"] == ["Anna · Direction", "Boris"]


def test_a_credit_line_is_not_repeated_for_its_holder_and_has_one_sign() -> None:
    line = {"credit_line": "© Théâtre des Marées", "holder": "Théâtre des Marées"}
    assert facts(rights=RIGHTS | line)["Rights"] == ["© Théâtre des Marées"]
    other = {"credit_line": "Atelier", "holder": "SCIC Marées"}
    assert facts(rights=RIGHTS | other)["Rights"] == ["© Atelier", "Held by SCIC Marées"]


def test_themes_are_called_by_their_label_or_name() -> None:
    themes = [
        {"slug": "sea", "name": "mer"},
        {"slug": "winter", "name": "hiver", "label": "L'hiver"},
    ]
    assert facts("fr", themes=themes)["Themes"] == ["mer", "L'hiver"]


def test_a_rating_and_whom_it_is_made_for_are_two_statements() -> None:
    said = facts(target_age={"from": 8, "to": 12}, age={"scheme": "ru", "rating": "6+"})
    assert said["Age"] == ["from 8 to 12 years", "From 6 years"]


def test_accessibility_says_when_it_was_verified() -> None:
    details = {
        "features": [{"feature": "captions", "verified_on": "2030-05-01"}],
        "hazards": [],
        "note": None,
        "contact": "access@example.org",
    }
    page = drawn(accessibility=["captions"], accessibility_details=details)
    assert "verified on 1 May 2030" in page
    assert links(page)["access@example.org"] == "mailto:access@example.org"
    assert page.count("Captions") == 1


def test_french_has_its_spaces() -> None:
    page = drawn(
        "fr",
        summary="Qui vient ? « Nous » : tous ! Demain ; 12:30, http://e.org",
        body=[
            {"type": "paragraph", "id": "1", "value": "<p>Vraiment ? <code>a ; b</code></p>"},
            {"type": "paragraph", "id": "2", "value": "<p><b>Oui</b> !</p>"},
        ],
    )
    assert "Qui vient\u202f? «\u202fNous\u202f»\u00a0: tous\u202f! Demain\u202f; 12:30" in page
    assert "Vraiment\u202f?" in page
    assert "<code>a ; b</code>" in page
    assert "<b>Oui</b>\u202f!" in page


def test_other_languages_keep_theirs() -> None:
    assert "Who ? We !" in drawn("en", summary="Who ? We !")


def test_a_french_card_keeps_its_spaces_on_a_page_in_another_language() -> None:
    card = {
        "id": "2",
        "kind": "item",
        "locale": "fr",
        "slug": "x",
        "path": "/fr/x/",
        "title": "Le bain : ici !",
        "summary": "Quoi ?",
    }
    page = drawn(related=[card], summary="Who ?")
    assert "Le bain\u00a0: ici\u202f!" in page
    assert "Quoi\u202f?" in page
    assert "Who ?" in page
