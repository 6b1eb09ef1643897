"""People at the admin's door, and the forms they fill."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from tests.admin.leaks.search_tables import lay_search_tables
from tests.admin.leaks.world import World, build_world
from tests.factories import InstitutionFactory, UserFactory
from tests.kept_ground import GROUND

# Streams are filled in by script: what is posted of an empty one is its length.
STREAMS = ("body", "media", "steps", "sections", "picks", "related")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Two institutions with everything they may have; nothing that is tried stays.

    The tables are laid before: in a transaction that has changed its schema SQLite reads all of it
    again whenever a savepoint is undone, which is once per request here.
    """
    with django_db_blocker.unblock():
        lay_search_tables()
        try:
            with transaction.atomic():
                yield build_world()
                transaction.set_rollback(True)
        finally:
            GROUND.lay_again()


@pytest.fixture
def quiet() -> Iterator[None]:
    """Hundreds of refusals are what is asked for."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def superuser(db: None) -> Any:
    return UserFactory(superuser=True, language="en")


@pytest.fixture
def admin(superuser: Any) -> Client:
    return signed_in(superuser)


@pytest.fixture
def moderator(db: None) -> Client:
    return signed_in(UserFactory(group="Moderators", language="en"))


@pytest.fixture
def home_institution(db: None) -> Any:
    """The page of the institution the member works for."""
    return InstitutionFactory(published=True, title="Musée de l'Écluse")


@pytest.fixture
def member(home_institution: Any) -> Any:
    return UserFactory(member_of=home_institution.institution, language="en")


@pytest.fixture
def editor(member: Any) -> Client:
    return signed_in(member)


@pytest.fixture
def manager(home_institution: Any) -> Client:
    person = UserFactory(
        member_of=home_institution.institution, member_of__role="manager", language="en"
    )
    return signed_in(person)


def form_of(client: Client, address: str) -> dict[str, Any]:
    """What a browser would post from the form at `address`, its streams left empty."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    form = soup.select_one("form[data-edit-form], form#w-editor-form")
    assert form is not None, address
    data: dict[str, Any] = {f"{name}-count": "0" for name in STREAMS}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, value = str(field["name"]), _value(field)
        if value is None or name.startswith("action-"):
            continue
        if isinstance(data.get(name), list):
            data[name].append(value)
        elif name in data:
            data[name] = [data[name], value]
        else:
            data[name] = value
    return data


def _value(field: Tag) -> Any:
    if field.name == "select":
        return next((str(one["value"]) for one in field.select("option[selected]")), None)
    if field.name == "textarea":
        return field.get_text().removeprefix("\n")
    if field.get("type") in {"checkbox", "radio"} and not field.has_attr("checked"):
        return None
    if field.get("type") in {"submit", "file", "search"}:
        return None
    return str(field.get("value", ""))
