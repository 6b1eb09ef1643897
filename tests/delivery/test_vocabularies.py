"""Code lists over HTTP: what bare codes in documents are called."""

from collections.abc import Iterator
from typing import Any

import pytest

from cms.core.codes import code_lists
from cms.delivery.endpoints.vocabularies import VOCABULARIES
from cms.delivery.openapi.document import openapi_document
from cms.delivery.schemas import Vocabulary
from tests.delivery.conftest import Api

pytestmark = pytest.mark.django_db

# What the portal notes of institutions is nobody else's.
INSIDE = {"application_reasons", "trust_levels", "verification_states"}


def test_every_list_is_public_or_kept_inside() -> None:
    assert {one.name for one in code_lists()} == VOCABULARIES.keys() | INSIDE


def test_all_lists_in_the_asked_locale(api: Api) -> None:
    answer = api("vocabularies", locale="ru")
    assert answer["Content-Language"] == "ru"
    lists = {one["name"]: one["codes"] for one in answer.json()["items"]}
    assert lists.keys() == VOCABULARIES.keys()
    assert lists["attendance_modes"][0]["label"] == "Онлайн"
    for one in answer.json()["items"]:
        Vocabulary.model_validate(one, strict=True)


def test_one_list_with_what_its_codes_mean(api: Api) -> None:
    modes = api("vocabularies/access_modes", {"Accept-Language": "en"})
    assert modes["Vary"] == "Accept-Language"
    assert modes.json()["codes"][0] == {
        "code": "free",
        "label": "Free",
        "deprecated": False,
        "replaced_by": None,
        "is_free": True,
    }
    schemes = api("vocabularies/age_schemes", locale="fr").json()["codes"]
    scheme = next(one for one in schemes if one["code"] == "ru")
    assert scheme["ratings"][1] == {"code": "6+", "label": "Dès 6 ans", "min_age": 6}


def test_what_a_client_has_is_not_sent_again(api: Api) -> None:
    etag = api("vocabularies", locale="fr")["ETag"]
    assert api("vocabularies", {"If-None-Match": etag}, locale="fr").status_code == 304
    assert api("vocabularies", {"If-None-Match": etag}, locale="ru").status_code == 200


@pytest.mark.parametrize("name", ["trust_levels", "formates", "../formats", "formats.toml"])
def test_what_is_no_public_list_is_not_there(api: Api, name: str) -> None:
    assert api(f"vocabularies/{name}").status_code == 404


def test_a_name_that_is_nearly_one_is_told_so(api: Api) -> None:
    assert "Did you mean 'formats'?" in api("vocabularies/formates").json()["detail"]


def test_every_field_of_codes_names_a_vocabulary_there_is() -> None:
    named = set(_named(openapi_document()["components"]["schemas"]))
    assert named == VOCABULARIES.keys() - {"media_kinds"}  # the types of blocks


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "x-vocabulary" in schema:
            yield schema["x-vocabulary"]
        for inner in schema.values():
            yield from _named(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _named(inner)
