"""Published copies show an image while its collection is open to everybody, and follow at once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from cms.publication.models import Dependency, PublishedBody, PublishedDocument
from cms.publication.reconciliation.reconcile import differences
from tests.factories import DocumentFactory, ImageFactory, ItemFactory
from tests.factories.whole import WHOLE
from tests.media.conftest import restrict
from tests.media.test_published_files import bulk, edit, values

FILE = re.compile(r"/images/[^/]+/(\d+)/|/documents/(\d+)/")


def shown(item: Any) -> Any:
    return Client().get(f"/api/v1/items/{item.translation_key}").json()["image"]


@pytest.fixture
def item(house: Any, image: Any) -> Any:
    return ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")


@pytest.fixture
def closed(db: None) -> Collection:
    collection = Collection.get_first_root_node().add_child(name="Fermée")
    restrict(collection, CollectionViewRestriction.LOGIN)
    return collection


def test_restricting_takes_the_image_out_and_lifting_brings_it_back(item: Any, image: Any) -> None:
    restriction = restrict(image.collection, CollectionViewRestriction.LOGIN)
    assert shown(item) is None
    restriction.delete()
    assert shown(item)["alt"] == "Une affiche"


def test_a_restriction_far_above_counts(item: Any, image: Any) -> None:
    restrict(Collection.get_first_root_node(), CollectionViewRestriction.GROUPS)
    assert shown(item) is None


def test_by_the_admins_own_form(people: dict[str, Client], item: Any, image: Any) -> None:
    address = reverse("wagtailadmin_collections:set_privacy", args=[image.collection_id])
    people["superuser"].post(address, {"restriction_type": "login", "password": ""})
    assert shown(item) is None
    people["superuser"].post(address, {"restriction_type": "none", "password": ""})
    assert shown(item) is not None


def test_moving_the_image(
    people: dict[str, Client], item: Any, image: Any, closed: Collection
) -> None:
    client = people["superuser"]
    posted = values(image, collection=closed.pk)
    assert client.post(edit(image), posted)["Location"] == "/admin/images/"
    assert shown(item) is None


def test_moving_images_in_bulk(
    people: dict[str, Client], item: Any, image: Any, closed: Collection
) -> None:
    client, home = people["superuser"], image.collection_id
    client.post(bulk("image", "add_to_collection", image), {"collection": closed.pk})
    assert shown(item) is None
    client.post(bulk("image", "add_to_collection", image), {"collection": home})
    assert shown(item) is not None


def test_moving_the_collection(
    people: dict[str, Client], item: Any, image: Any, closed: Collection
) -> None:
    address = reverse("wagtailadmin_collections:edit", args=[image.collection_id])
    posted = {"name": image.collection.name, "parent": closed.pk}
    assert people["superuser"].post(address, posted)["Location"] == "/admin/collections/"
    assert shown(item) is None


def test_everywhere_a_page_shows_it(house: Any, image: Any) -> None:
    captioned = {"image": image, "alt": "Une échelle", "caption": ""}
    embed = f'<p>Ici.</p><embed embedtype="image" id="{image.pk}" format="left" alt="Ici"/>'
    item = ItemFactory(
        published=True,
        parent=house,
        body=[("image", captioned), ("paragraph", embed)],
        media=[
            ("gallery", {"title": "", "images": [captioned]}),
            ("video", {"provider": "own", "url": "https://video.example.org/w/1", "tracks": []}),
        ],
    )
    address = f"/api/v1/items/{item.translation_key}"
    assert Client().get(address).content.decode().count(f"/{image.pk}/width-") >= 3
    restrict(image.collection, CollectionViewRestriction.LOGIN)
    document = Client().get(address).json()
    assert f"/{image.pk}/width-" not in Client().get(address).content.decode()
    assert [block["type"] for block in document["body"]] == ["paragraph"]
    assert [block["type"] for block in document["media"]] == ["video"]


def test_a_document_of_a_restricted_collection_is_still_linked(house: Any, document: Any) -> None:
    """Its readers say the password, or sign in."""
    body = [("download", {"document": document, "label": ""})]
    item = ItemFactory(published=True, parent=house, body=body)
    restrict(document.collection, CollectionViewRestriction.PASSWORD, password="sésame")
    answer = Client().get(f"/api/v1/items/{item.translation_key}").json()
    assert answer["body"][0]["value"]["document"]["url"].endswith(document.url)


def test_nothing_differs_afterwards(item: Any, image: Any) -> None:
    restrict(image.collection, CollectionViewRestriction.LOGIN)
    assert [str(one) for one in differences()] == []


@pytest.mark.parametrize("kind", WHOLE)
def test_every_file_a_document_shows_is_noted(kind: str, db: None) -> None:
    """What is noted is public: a file shown and not noted would answer 404 to its readers."""
    make: Callable[[], Any] = WHOLE[kind]
    make()
    shown_files = {
        f"image:{image}" if image else f"document:{document}"
        for detail in PublishedBody.objects.values_list("detail", flat=True)
        for image, document in FILE.findall(bytes(detail).decode())
    }
    assert shown_files <= set(Dependency.objects.values_list("on", flat=True))


def test_running_text_notes_links_and_pictures(house: Any) -> None:
    image, document = ImageFactory(), DocumentFactory()
    text = (
        f'<p><a id="{document.pk}" linktype="document">a</a>'
        f'<a linktype="page" id="{house.pk}">b</a></p>'
        f'<embed alt="c" embedtype="image" format="left" id="{image.pk}"/>'
        '<p><a linktype="document">nothing named</a></p>'
    )
    item = ItemFactory(published=True, parent=house, body=[("paragraph", text)])
    noted = PublishedDocument.objects.get(page_id=item.pk).dependencies
    assert {
        f"image:{image.pk}",
        f"document:{document.pk}",
        f"ref:{house.translation_key}",
    } <= set(noted.values_list("on", flat=True))
