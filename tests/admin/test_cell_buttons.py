"""Buttons in the rows of a listing do something: their forms carry a token."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from wagtail.admin.ui.tables import BaseColumn

from cms.accounts.tokens import IMPORT_SCOPE, issue_token
from cms.audit.models import Decision
from cms.core import clock
from cms.core.admin_screens.cells import ButtonsColumn
from cms.editorial import spot_checks
from cms.editorial.models import SpotCheck
from cms.notifications.models import Message
from cms.publication.copies import stale
from cms.settings import base
from tests.admin.conftest import signed_in
from tests.editorial.at_once.conftest import posts
from tests.editorial.desk.conftest import submit
from tests.editorial.people import Desk
from tests.factories import UserFactory
from tests.worker import tasks


def reported(desk: Desk) -> None:
    spot_checks.report(page=desk.public(), user=desk.stranger, text="Lien mort.")


def token(desk: Desk) -> None:
    issue_token(user=desk.head, name="Import", scopes=[IMPORT_SCOPE])


def failed_task(desk: Desk) -> None:
    tasks.stumble.enqueue("nowhere")
    DBTaskResult.objects.update(status="FAILED", finished_at=clock.now())


def failed_mail(desk: Desk) -> None:
    submit(desk)
    Message.objects.update(state="failed", slot=None, failed_since=clock.now())


def emergency(desk: Desk) -> None:
    posts(desk.other_head, "publish_emergency", desk.draft(), reason="Alerte")


def stale_page(desk: Desk) -> None:
    page = desk.public()
    stale.queue([page.pk])
    stale.set_aside(page.pk, ValueError("x"))


def waiting(desk: Desk) -> None:
    submit(desk)


ROWS: dict[str, Callable[[Desk], None]] = {
    "spot_checks": reported,
    "api_tokens:index": token,
    "background_work": failed_task,
    "failed_mail": failed_mail,
    "emergencies": emergency,
    "failing_pages": stale_page,
    "desk": waiting,
}


@pytest.mark.parametrize("listing", ROWS)
def test_each_is_pressed(db: None, settings: Any, listing: str) -> None:
    settings.TASKS = base.TASKS  # tasks wait, as in life
    desk = Desk()
    ROWS[listing](desk)
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(superuser=True, language="en"))
    soup = BeautifulSoup(client.get(reverse(listing)).content, "html.parser")
    forms = soup.select("td form[method=post]")
    assert forms
    for form in forms:
        sent = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
        assert client.post(form["action"], sent).status_code == 302


def test_a_spot_check_is_upheld_with_a_word_for_it(db: None) -> None:
    """The row leads to what is public, where the portal has a frontend."""
    desk = Desk()
    reported(desk)
    client = signed_in(desk.moderator)
    check = SpotCheck.objects.get()
    settle = reverse("spot_check_settle", args=[check.pk])
    client.post(settle, {"outcome": "upheld", "note": ""})
    check.refresh_from_db()
    assert check.status == SpotCheck.Status.OPEN
    row = BeautifulSoup(client.get(reverse("spot_checks")).content, "html.parser")
    assert row.select_one("td form input[name=note]") is not None
    assert row.select_one(f"td a[href='{check.page.specific.url}']") is not None
    client.post(settle, {"outcome": "upheld", "note": "Lien mort, vu."})
    check.refresh_from_db()
    assert check.status == SpotCheck.Status.UPHELD
    assert Decision.objects.get(act="report_upheld").private_note == "Lien mort, vu."


def ours(column: Any = BaseColumn) -> Iterator[Any]:
    for one in column.__subclasses__():
        if one.__module__.startswith(("cms.", "content_pages.")):
            yield one
        yield from ours(one)


def test_no_cell_has_a_form_without() -> None:
    """Of every column of ours."""
    named = [one for one in ours() if isinstance(one.cell_template_name, str)]
    assert named
    for column in named:
        if "<form" in get_template(column.cell_template_name).template.source:
            assert issubclass(column, ButtonsColumn), column
