"""What a kind of document needs beside its row in `cms.publication.documents.kinds`, by name."""

from collections.abc import Callable, Mapping
from typing import get_args

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from cms.delivery.openapi.examples import PLURALS, QUESTIONS
from cms.delivery.routes import ENDPOINTS
from cms.publication.documents.kinds import KINDS, LISTED, DocumentKind
from cms.publication.documents.page_types import page_types
from cms.publication.models import PublishedDocument
from cms.publication.schemas.home import EmbeddedDocument
from content_pages.requirements import REQUIREMENTS
from content_pages.viewsets import LISTINGS
from home.blocks import LatestBlock
from tests.factories.whole import WHOLE

# Edited in the explorer, where one sees what is above and below.
WITHOUT_LISTING = {"category"}
# There is no latest one: they are arranged, not dated.
NEVER_LATEST = {"category"}


def _models(kind: DocumentKind) -> set[type]:
    return {one.model for one in page_types() if one.kind == kind.code}


def _has_icon(kind: DocumentKind) -> bool:
    try:
        get_template(f"core/icons/{kind.code}.svg")
    except TemplateDoesNotExist:
        return False
    return True


def _has_requirements(kind: DocumentKind) -> bool:
    return bool(_models(kind)) and _models(kind) <= REQUIREMENTS.keys()


def _is_listed_in_the_admin(kind: DocumentKind) -> bool:
    return kind.code in WITHOUT_LISTING or bool({one.model for one in LISTINGS} & _models(kind))


def _is_offered_as_latest(kind: DocumentKind) -> bool:
    offered = dict(LatestBlock().child_blocks["kind"].field.choices)
    return kind.code in NEVER_LATEST or kind.code in offered


def _is_embedded(kind: DocumentKind) -> bool:
    union, _discriminator = get_args(EmbeddedDocument)
    return any(issubclass(kind.card, shape) for shape in get_args(union))


def _has_section(kind: DocumentKind) -> bool:
    return kind.code == "item" or any(
        getattr(one.builder, "lists", "") == kind.code for one in page_types()
    )


OF_ALL: Mapping[str, Callable[[DocumentKind], bool]] = {
    "a page type with a builder (PageType, registered in AppConfig.ready)": lambda one: bool(
        _models(one)
    ),
    "a whole document to test with (tests/factories/whole.py)": lambda one: one.code in WHOLE,
    "a place in EmbeddedDocument (publication/schemas/home.py)": _is_embedded,
}
OF_LISTED: Mapping[str, Callable[[DocumentKind], bool]] = {
    "an icon (cms/core/templates/core/icons)": _has_icon,
    "requirements, if none then () (content_pages/requirements.py)": _has_requirements,
    "a listing in the admin (content_pages/viewsets.py)": _is_listed_in_the_admin,
    "a choice in the latest section (home/blocks.py)": _is_offered_as_latest,
    "an example question (delivery/openapi/examples.py)": lambda one: one.plural in QUESTIONS,
    "a section page above it": _has_section,
}


def lacks(kind: DocumentKind) -> list[str]:
    """What is missing of a kind, told so that one knows where to go."""
    needed = {**OF_ALL, **(OF_LISTED if kind.plural else {})}
    return [f"{kind.code}: {name}" for name, has in needed.items() if not has(kind)]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_has_all_it_needs(kind: DocumentKind) -> None:
    assert lacks(kind) == []


def test_what_a_new_kind_lacks_is_named() -> None:
    poster = DocumentKind("poster", KINDS["news"].detail, KINDS["news"].card, "Posters", "posters")  # type: ignore[arg-type]
    named = lacks(poster)
    assert len(named) == len(OF_ALL) + len(OF_LISTED) - 1  # it borrows the card of news
    assert all(one.startswith("poster: ") for one in named)


def test_addresses_links_and_examples_follow_from_the_rows(client) -> None:
    links = client.get("/api/v1").json()["links"]
    paths = {one.path for one in ENDPOINTS}
    for kind in LISTED.values():
        assert links[kind.plural].endswith(f"/api/v1/{kind.plural}")
        assert {kind.plural, f"{kind.plural}/{{id_or_slug}}"} <= paths
        assert f"{kind.plural}/{{id_or_slug}}" in PLURALS


@pytest.mark.django_db
@pytest.mark.parametrize("kind", LISTED)
def test_a_builder_states_exactly_the_facts_of_its_kind(kind: str) -> None:
    page = WHOLE[kind]()
    stated = PublishedDocument.objects.get(page_id=page.pk).facts
    assert set(stated) == set(KINDS[kind].facts)
