"""Whoever sees a public page in the admin says what is wrong with it."""

from typing import Any

import pytest
from django.urls import reverse

from cms.editorial.models import SpotCheck
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def address(page: Any) -> str:
    return reverse("report_page", args=[page.pk])


@pytest.mark.parametrize("who", ["contributor", "editor", "moderator", "head"])
def test_it_is_offered_in_the_pages_header_and_done(desk: Desk, who: str) -> None:
    item = desk.public()
    person = getattr(desk, who)
    client = signed_in(person)
    listing = client.get(reverse("wagtailadmin_explore", args=[item.pk])).content.decode()
    assert address(item) in listing
    assert client.get(address(item)).status_code == 200
    answer = client.post(address(item), {"text": "Le lien est mort."}, follow=True)
    assert answer.status_code == 200
    assert "will look" in answer.content.decode()
    check = SpotCheck.objects.get()
    assert (check.origin, check.text) == (SpotCheck.Origin.REPORT, "Le lien est mort.")
    assert check.reported_by == person
    shown = signed_in(desk.moderator).get(reverse("spot_checks")).content.decode()
    assert "Le lien est mort." in shown
    settle = reverse("spot_check_settle", args=[check.pk])
    assert (settle in shown) is (who != "moderator")
    assert ("You reported it" in shown) is (who == "moderator")


def test_where_nothing_is_to_be_looked_at_again_it_says_why(desk: Desk) -> None:
    shown = signed_in(desk.moderator).get(reverse("spot_checks")).content.decode()
    assert "nobody has reported anything" in shown


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_without_words_or_with_too_many_it_is_refused_at_the_field(desk: Desk, text: str) -> None:
    answer = signed_in(desk.editor).post(address(desk.public()), {"text": text})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["text"]
    assert answer.context["form"]["text"].value() == text
    assert text.strip() in answer.content.decode()
    assert not SpotCheck.objects.exists()


def test_of_what_is_not_public_there_is_nothing_to_report(desk: Desk) -> None:
    draft = desk.draft()
    client = signed_in(desk.editor)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    assert address(draft) not in edit
    client.post(address(draft), {"text": "Ceci."})
    assert not SpotCheck.objects.exists()


def test_another_institution_finds_nothing_there(desk: Desk) -> None:
    item, other = desk.public(), Desk()
    for person in (other.editor, other.contributor):
        client = signed_in(person)
        assert client.get(address(item)).status_code == 404
        assert client.post(address(item), {"text": "Ceci."}).status_code == 404
    assert not SpotCheck.objects.exists()
