"""The people of `tests.editorial.people`, at the screens of what goes live or down at once."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.publication.models import PublishedDocument
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def posts(person: Any, act: str, page: Any, **typed: Any) -> Any:
    """The answer to the act's form, sent by this person."""
    return signed_in(person).post(reverse(act, args=[page.pk]), typed)


def offered(person: Any, page: Any) -> list[str]:
    """The buttons below the page's form, the primary one first, by their label."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    soup = BeautifulSoup(signed_in(person).get(address).content, "html.parser")
    footer = soup.select_one("footer nav, footer .actions, footer")
    assert footer is not None
    return [one.get_text(" ", strip=True) for one in footer.select("a.button, button.button")]


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def refused(response: Any) -> bool:
    """Sent home, told that they may not; or to the door; or told that there is no such thing."""
    away = (reverse("wagtailadmin_home"), reverse("wagtailadmin_login"))
    return response.status_code in {403, 404} or (
        response.status_code == 302 and response.url.split("?")[0] in away
    )


def done(response: Any) -> bool:
    """Back at the page's form."""
    return response.status_code == 302 and not refused(response)
