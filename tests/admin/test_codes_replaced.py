"""A code that was replaced: what names it stays readable, and is mended where it is edited."""

from typing import Any

import pytest
from django.test import Client

from content_pages.models import ItemPage
from tests.admin.conftest import form_of
from tests.factories import ItemFactory

pytestmark = pytest.mark.django_db
FORMER, CURRENT = "psychic", "psychosocial"


def test_the_vocabulary_names_what_took_its_place(client: Client) -> None:
    codes = client.get("/api/v1/vocabularies/audiences").json()["codes"]
    former = next(one for one in codes if one["code"] == FORMER)
    assert (former["deprecated"], former["replaced_by"]) == (True, CURRENT)


def test_a_document_that_names_it_is_read_and_found(client: Client) -> None:
    item = ItemFactory(published=True, audiences=[FORMER])
    found = client.get(f"/api/v1/items?locale=fr&audience={FORMER}").json()["items"]
    assert [one["title"] for one in found] == [item.title]
    detail = client.get(f"/api/v1/items/{item.slug}?locale=fr").json()
    assert detail["audiences"] == [FORMER]


def test_saving_the_form_writes_the_one_that_took_its_place(
    admin: Client, home_institution: Any
) -> None:
    item = ItemFactory(parent=home_institution, audiences=[FORMER, "families"])
    item.save_revision()
    address = f"/admin/pages/{item.pk}/edit/"
    data = form_of(admin, address)
    assert sorted(data["audiences"]) == sorted(["families", CURRENT])
    assert admin.post(address, data).status_code == 302
    saved = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert sorted(saved.audiences) == sorted(["families", CURRENT])
