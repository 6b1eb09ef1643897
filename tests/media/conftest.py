"""Files of an institution, and everybody who may come for them."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from tests.admin.conftest import signed_in
from tests.factories import DocumentFactory, ImageFactory, InstitutionFactory, UserFactory


@pytest.fixture
def house(db: None) -> Any:
    return InstitutionFactory(published=True, title="Musée de l'Écluse")


@pytest.fixture
def contributor(house: Any) -> Any:
    """Contributors change what they uploaded themselves: here, all there is."""
    return UserFactory(member_of=house.institution, member_of__role="contributor", language="en")


@pytest.fixture
def image(house: Any, contributor: Any) -> Any:
    return ImageFactory(
        collection=house.institution.collection, title="Affiche", uploaded_by_user=contributor
    )


@pytest.fixture
def document(house: Any, contributor: Any) -> Any:
    return DocumentFactory(
        collection=house.institution.collection, title="Livret", uploaded_by_user=contributor
    )


@pytest.fixture
def people(house: Any, contributor: Any) -> dict[str, Client]:
    """By what they are to the institution `house`."""
    own = house.institution
    return {
        "anonymous": Client(),
        "stranger": signed_in(
            UserFactory(member_of=InstitutionFactory(title="Autre").institution, language="en")
        ),
        "contributor": signed_in(contributor),
        "editor": signed_in(UserFactory(member_of=own, language="en")),
        "manager": signed_in(UserFactory(member_of=own, member_of__role="manager", language="en")),
        "moderator": signed_in(UserFactory(group="Moderators", language="en")),
        "superuser": signed_in(UserFactory(superuser=True, language="en")),
    }


MEMBERS = ("contributor", "editor", "manager")
OUTSIDE = ("anonymous", "stranger")
PUBLISHERS = ("moderator", "superuser")


def restrict(collection: Collection, kind: str, **values: Any) -> CollectionViewRestriction:
    return CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, **values
    )


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
