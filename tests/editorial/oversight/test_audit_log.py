"""The audit log on a screen: who reads it, how it is narrowed, what leaves it."""

import csv
import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.audit import chain
from cms.audit.models import Decision
from cms.editorial import policies
from cms.editorial.workflow import services
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    desk = Desk(legal_name="Musée de l'Écluse")
    sent_back, approved = desk.draft(title="=Renvoyé"), desk.draft(title="Approuvé")
    for page in (sent_back, approved):
        services.submit(page=page, user=desk.editor)
    services.request_changes(
        review=policies.open_reviews(sent_back)[0],
        user=desk.moderator,
        reasons=[services.Reason("broken_link", text="404")],
        private_note="déjà vu",
    )
    services.approve(
        review=policies.open_reviews(approved)[0],
        user=desk.other_moderator,
        digest=services.current_digest(approved),
    )
    return desk


def listed(desk: Desk, **query: Any) -> list[list[str]]:
    response = signed_in(desk.head).get(reverse("audit_log"), query)
    assert response.status_code == 200
    rows = BeautifulSoup(response.content, "html.parser").select("#listing-results tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in rows]


def acts(desk: Desk, **query: Any) -> list[str]:
    return [row[2] for row in listed(desk, **query)]


def test_every_decision_the_newest_first(desk: Desk) -> None:
    rows = listed(desk)
    assert len(rows) == Decision.objects.count()
    numbers = [int(row[0]) for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    (sent_back,) = [row for row in rows if row[2] == "requested changes"]
    assert sent_back[3] == "=Renvoyé"
    assert sent_back[4] == desk.moderator.username
    assert "404" in sent_back[-1]
    assert "déjà vu" in sent_back[-1]


def test_narrowed(desk: Desk) -> None:
    page = Decision.objects.get(act="approved").page_id
    assert acts(desk, act="approved") == ["approved"]
    assert acts(desk, person=desk.other_moderator.username) == ["published", "approved"]
    assert acts(desk, page=str(page)) == ["published", "approved", "submitted for review"]
    assert acts(desk, page="approuv") == ["published", "approved", "submitted for review"]
    assert len(acts(desk, institution="écluse", act="submitted")) == 2
    assert acts(desk, institution="ailleurs") == []
    assert acts(desk, path="api") == []
    assert acts(desk, at_from="2000-01-01", at_to="2000-01-02") == []


def test_the_last_hash_is_shown(desk: Desk) -> None:
    page = signed_in(desk.head).get(reverse("audit_log")).content.decode()
    assert chain.head()["hash"] in page


def test_it_leaves_as_a_spreadsheet_without_formulas(desk: Desk) -> None:
    response = signed_in(desk.head).get(reverse("audit_log"), {"export": "csv"})
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == Decision.objects.count()
    assert "'=Renvoyé" in text
    assert chain.head()["hash"] in text


@pytest.mark.parametrize("who", ["moderator", "editor", "contributor"])
def test_nobody_else_reads_it(desk: Desk, who: str) -> None:
    for name in ("audit_log", "audit_log_results"):
        response = signed_in(getattr(desk, who)).get(reverse(name))
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")
