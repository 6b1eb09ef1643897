"""People at the desk, and what they press there."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from cms.editorial.models import Submission
from cms.editorial.workflow import services
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk

Capture = Callable[..., Any]


class Reviewer:
    """A person at the desk, through the browser's eyes."""

    def __init__(self, person: Any, capture: Capture) -> None:
        self.person = person
        self.client: Client = signed_in(person)
        self._capture = capture

    def sees(self, page: Any, **query: Any) -> BeautifulSoup:
        """The item of a page as it is on the desk."""
        response = self.client.get(self.address(page), query)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    def address(self, page: Any) -> str:
        submission = Submission.objects.filter(page_id=page.pk).latest("pk")
        return reverse("desk_item", args=[submission.pk])

    def form(self, page: Any) -> dict[str, Any]:
        """What the browser would send of the item's form, without a button."""
        soup = self.sees(page)
        sent: dict[str, Any] = {}
        for field in soup.select("#desk-form :is(input, textarea, select)[name]"):
            name, kind = field["name"], field.get("type")
            if field.name == "select":
                chosen = field.select_one("option[selected]")
                sent[name] = [chosen["value"] if chosen else ""]
                continue
            if kind == "checkbox" and not field.has_attr("checked"):
                continue
            sent.setdefault(name, []).append(field.get("value", "") or field.text.strip())
        return sent

    def presses(self, act: str, page: Any, **typed: Any) -> Any:
        return self.sends(self.form(page) | {"act": act, **typed}, page)

    def sends(self, form: dict[str, Any], page: Any, query: str = "") -> Any:
        with self._capture(execute=True):
            return self.client.post(self.address(page) + query, form)

    def opens(self, page: Any) -> Any:
        return self.client.post(self.address(page) + "open/")

    def queue(self, **query: Any) -> list[str]:
        """The titles in the queue, in its order."""
        response = self.client.get(reverse("desk"), query)
        assert response.status_code == 200
        soup = BeautifulSoup(response.content, "html.parser")
        return [one.text.strip() for one in soup.select(".desk-open__button")]


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def moderator(desk: Desk, django_capture_on_commit_callbacks: Capture) -> Reviewer:
    return Reviewer(desk.moderator, django_capture_on_commit_callbacks)


@pytest.fixture
def colleague(desk: Desk, django_capture_on_commit_callbacks: Capture) -> Reviewer:
    return Reviewer(desk.other_moderator, django_capture_on_commit_callbacks)


@pytest.fixture
def head(desk: Desk, django_capture_on_commit_callbacks: Capture) -> Reviewer:
    return Reviewer(desk.head, django_capture_on_commit_callbacks)


@pytest.fixture
def submitted(desk: Desk) -> Any:
    """An item of the institution, in review."""
    return submit(desk, title="La nuit des phares")


def submit(desk: Desk, **values: Any) -> Any:
    item = desk.draft(**values)
    services.submit(page=item, user=desk.editor)
    return item


def alerts(response: Any) -> str:
    """What the desk says above the item."""
    soup = BeautifulSoup(response.content, "html.parser")
    return soup.select_one("[data-desk-alerts]").get_text(" ", strip=True)  # type: ignore[union-attr]
