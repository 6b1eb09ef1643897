"""The report “Imports” of the admin: who sees it, and what it says."""

from typing import Any

import pytest
from django.test import Client

from cms.authoring.models import ImportRun
from tests.factories import InstitutionFactory, UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reports/imports/"


@pytest.fixture
def run(db: None) -> ImportRun:
    return ImportRun.objects.create(
        mapping="culture_gouv",
        source="culture-gouv",
        file_name="ressources.csv",
        lines=14,
        done=13,
        counts={"created": 12, "updated": 0, "rejected": 1, "warnings": 2},
        state=ImportRun.State.DONE,
        user=UserFactory(first_name="Ada", last_name="Roussel"),
    )


def signed_in(**person: Any) -> Client:
    client = Client()
    client.force_login(UserFactory(language="en", **person))
    return client


@pytest.mark.parametrize(
    "person", [{"group": "Operators"}, {"group": "Moderators"}, {"superuser": True}]
)
def test_who_brings_files_in_sees_what_became_of_them(
    run: ImportRun, person: dict[str, Any]
) -> None:
    client = signed_in(**person)
    assert ADDRESS in client.get("/admin/").content.decode()
    page = client.get(ADDRESS).content.decode()
    for word in ("ressources.csv", "created: 12, rejected: 1", "13 / 14", "Ada Roussel", "done"):
        assert word in page
    assert "updated:" not in page


def test_members_of_institutions_do_not(run: ImportRun) -> None:
    house = InstitutionFactory(published=True).institution
    client = signed_in(member_of=house, member_of__role="manager")
    assert ADDRESS not in client.get("/admin/").content.decode()
    assert client.get(ADDRESS).status_code == 302


def test_without_an_import_it_says_so(db: None) -> None:
    page = signed_in(group="Operators").get(ADDRESS).content.decode()
    assert "Nothing was imported yet" in page


def test_a_state_can_be_asked_for(run: ImportRun) -> None:
    client = signed_in(superuser=True)
    assert "ressources.csv" in client.get(ADDRESS, {"state": "done"}).content.decode()
    assert "ressources.csv" not in client.get(ADDRESS, {"state": "failed"}).content.decode()
