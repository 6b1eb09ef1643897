"""Autosave: what the form sends by itself is kept, before and after a refusal."""

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from content_pages.models import ItemPage
from tests.admin.conftest import form_of
from tests.factories import ItemFactory

SUBMIT = {"action-submit": "action-submit"}
OCCURRENCE = {
    "starts_at": "2031-05-17 18:00",
    "ends_at": "2031-05-17 19:00",
    "time_zone": "Europe/Paris",
    "status": "scheduled",
    "url": "",
    "capacity": "",
}
VIDEO = {
    "provider": "own",
    "url": "https://example.org/v",
    "title": "",
    "duration_seconds": "",
    "tracks": streamfield([]),
}


@pytest.fixture
def address(home_institution: Any) -> str:
    item = ItemFactory(parent=home_institution, bare=True)
    item.save_revision()
    return f"/admin/pages/{item.pk}/edit/"


def autosave(client: Client, address: str, data: dict[str, Any]) -> dict[str, Any]:
    """What `w-autosave` sends, and what it is told."""
    answer: dict[str, Any] = client.post(
        address, data, headers={"accept": "application/json"}
    ).json()
    return answer


def draft(address: str) -> ItemPage:
    page: ItemPage = ItemPage.objects.get(pk=address.split("/")[3]).get_latest_revision_as_object()
    return page


def test_what_is_typed_after_a_refusal_is_kept(editor: Client, address: str) -> None:
    before = autosave(editor, address, form_of(editor, address) | {"title": "Avant le refus"})
    assert before["success"]
    refused = editor.post(address, form_of(editor, address) | SUBMIT)
    assert 'data-w-unsaved-force-value="true"' in refused.content.decode()
    rows = nested_form_data(
        {"occurrences": inline_formset([OCCURRENCE]), "media": streamfield([("video", VIDEO)])}
    )
    first = autosave(editor, address, form_of(editor, address) | rows | {"summary": "Après."})
    assert first["success"]
    again = form_of(editor, address) | nested_form_data({"media": streamfield([("video", VIDEO)])})
    again |= {"overwrite_revision_id": str(first["revision_id"]), "summary": "Bien après."}
    assert autosave(editor, address, again)["revision_id"] == first["revision_id"]
    kept = draft(address)
    assert (kept.title, kept.summary) == ("Avant le refus", "Bien après.")
    assert [one.time_zone for one in kept.occurrences.all()] == ["Europe/Paris"]
    assert [block.block_type for block in kept.media] == ["video"]


def test_what_cannot_be_saved_is_told_so(editor: Client, address: str) -> None:
    data = form_of(editor, address) | {"price_min": "dear", "summary": "Perdu"}
    answer = autosave(editor, address, data)
    assert (answer["success"], answer["error_code"]) == (False, "validation_error")
    assert draft(address).summary == ""


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "1799-12-31 23:59", "9999-12-31 23:59"])
def test_a_year_no_clock_tells_is_told_so(editor: Client, address: str, moment: str) -> None:
    row = inline_formset([OCCURRENCE | {"starts_at": moment, "ends_at": ""}])
    for rows in (nested_form_data({"occurrences": row}), {"on_demand_from": moment}):
        data = form_of(editor, address) | rows
        answer = autosave(editor, address, data)
        assert (answer["success"], answer["error_code"]) == (False, "validation_error")
        assert "Give a year from 1800 to 2199." in editor.post(address, data).content.decode()


def test_somebody_elses_newer_version_is_not_overwritten(
    editor: Client, admin: Client, address: str
) -> None:
    mine = form_of(editor, address)
    assert autosave(admin, address, form_of(admin, address) | {"summary": "Le leur"})["success"]
    answer = autosave(editor, address, mine | {"summary": "Le mien"})
    assert (answer["success"], answer["error_code"]) == (False, "invalid_revision")
    assert draft(address).summary == "Le leur"


@pytest.mark.parametrize("state", ["opened", "refused"])
def test_the_form_watches_what_was_sent(editor: Client, address: str, state: str) -> None:
    if state == "refused":
        page = editor.post(address, form_of(editor, address) | SUBMIT).content.decode()
    else:
        page = editor.get(address).content.decode()
    for script in ("autosave", "error_counts"):
        assert page.count(f"/static/core/{script}") == 1
