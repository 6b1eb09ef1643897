"""What a public page shows was approved by somebody: nobody changes it behind their back.

Role by role, on POST, at every door of the admin: the form, the several-at-once uploader, bulk
actions, deletion.
"""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from PIL import Image as Bitmap

from cms.media.models import Document, Image
from tests.factories import ImageFactory, ItemFactory
from tests.media.conftest import MEMBERS, PUBLISHERS

IMAGES, DOCUMENTS = "/admin/images/", "/admin/documents/"
TITLE = "Les coulisses de l'écluse"


def png(name: str = "neuf.png", size: tuple[int, int] = (640, 360)) -> SimpleUploadedFile:
    buffer = BytesIO()
    Bitmap.new("RGB", size, "crimson").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


@pytest.fixture
def item(house: Any, image: Any, document: Any) -> Any:
    """A public page that shows both."""
    body = [("download", {"document": document, "label": ""})]
    return ItemFactory(
        published=True, parent=house, title=TITLE, image=image, image_alt="Une affiche", body=body
    )


def edit(file: Any) -> str:
    kind = "images" if isinstance(file, Image) else "documents"
    address = f"/admin/{kind}/{file.pk}/"
    return address if kind == "images" else f"/admin/documents/edit/{file.pk}/"


def values(file: Any, /, **changes: Any) -> dict[str, Any]:
    """What a browser posts of the form, with some fields changed."""
    said = {
        "title": file.title,
        "collection": file.collection_id,
        "credit": file.credit,
        "licence": file.licence,
        "source_url": file.source_url,
        "tags": "",
    }
    if isinstance(file, Image):
        said["description"] = file.description
        for name in ("x", "y", "width", "height"):
            said[f"focal_point_{name}"] = getattr(file, f"focal_point_{name}") or ""
    return said | changes


def errors(response: Any) -> set[str]:
    form = (response.context or {}).get("form")
    return set(form.errors) if form is not None else set()


def is_unchanged(file: Any) -> bool:
    now = type(file).objects.get(pk=file.pk)
    return all(
        getattr(now, name) == getattr(file, name)
        for name in ("title", "credit", "licence", "collection_id", "file_hash")
    ) and (now.file.name == file.file.name)


@pytest.mark.parametrize("role", [*MEMBERS, *PUBLISHERS])
def test_a_shown_images_file_is_replaced_by_nobody(
    people: dict[str, Client], item: Any, image: Any, role: str
) -> None:
    response = people[role].post(edit(image), values(image, file=png()))
    assert errors(response) == {"file"}
    assert TITLE in response.context["form"].errors["file"][0]
    assert is_unchanged(image)
    assert image.file.storage.exists(image.file.name)


@pytest.mark.parametrize("role", [*MEMBERS, *PUBLISHERS])
def test_a_shown_documents_file_is_replaced_by_nobody(
    people: dict[str, Client], item: Any, document: Any, role: str
) -> None:
    new = SimpleUploadedFile("notes.txt", b"Autre chose.")
    response = people[role].post(edit(document), values(document, file=new))
    assert errors(response) == {"file"}
    assert is_unchanged(document)
    assert document.file.storage.exists(document.file.name)


@pytest.mark.parametrize("role", MEMBERS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Un autre titre"),
        ("description", "Autre chose"),
        ("credit", "Quelqu'un d'autre"),
        ("licence", "cc0"),
        ("source_url", "https://elsewhere.example/"),
        ("focal_point_x", "10"),
    ],
)
def test_facts_of_a_shown_image_are_not_for_members(
    people: dict[str, Client], item: Any, image: Any, role: str, name: str, value: str
) -> None:
    response = people[role].post(edit(image), values(image, **{name: value}))
    assert errors(response) == {name}
    assert is_unchanged(image)


@pytest.mark.parametrize("role", MEMBERS)
def test_facts_of_a_shown_document_are_not_for_members(
    people: dict[str, Client], item: Any, document: Any, role: str
) -> None:
    response = people[role].post(edit(document), values(document, title="Un autre titre"))
    assert errors(response) == {"title"}
    assert is_unchanged(document)


@pytest.mark.parametrize("role", PUBLISHERS)
def test_who_may_publish_corrects_a_credit_and_pages_follow(
    people: dict[str, Client], item: Any, image: Any, role: str
) -> None:
    response = people[role].post(edit(image), values(image, credit="Photo : Ilse Baum"))
    assert response["Location"] == IMAGES
    shown = Client().get(f"/api/v1/items/{item.translation_key}").json()["image"]
    assert shown["credit"] == "Photo : Ilse Baum"


@pytest.mark.parametrize("role", MEMBERS)
def test_tags_are_for_everybody_who_may_change_the_file(
    people: dict[str, Client], item: Any, image: Any, document: Any, role: str
) -> None:
    for file in (image, document):
        response = people[role].post(edit(file), values(file, tags="lanterne"))
        assert response["Location"] in (IMAGES, DOCUMENTS)
        assert [tag.name for tag in file.tags.all()] == ["lanterne"]


@pytest.mark.parametrize("role", [*MEMBERS, *PUBLISHERS])
def test_what_no_public_page_shows_is_the_institutions_own(
    people: dict[str, Client], item: Any, image: Any, role: str
) -> None:
    draft = ImageFactory(collection=image.collection, uploaded_by_user=image.uploaded_by_user)
    former = draft.file.name
    response = people[role].post(edit(draft), values(draft, title="Autre", file=png()))
    assert response["Location"] == IMAGES
    now = Image.objects.get(pk=draft.pk)
    assert (now.title, now.width) == ("Autre", 640)
    assert now.file.name != former
    item.unpublish()
    response = people[role].post(edit(image), values(image, credit="Autre"))
    assert response["Location"] == IMAGES


def test_the_form_says_why_and_where(people: dict[str, Client], item: Any, image: Any) -> None:
    page = people["editor"].get(edit(image)).content.decode()
    assert TITLE.split("'")[0] in page
    assert f"/admin/images/{image.pk}/delete/" not in page
    assert (
        f"/admin/images/{image.pk}/delete/" in people["moderator"].get(edit(image)).content.decode()
    )


@pytest.mark.parametrize("role", MEMBERS)
def test_the_uploader_of_several_holds_the_same(
    people: dict[str, Client], item: Any, image: Any, document: Any, role: str
) -> None:
    for file, prefix, kind in ((image, "image", "images"), (document, "doc", "documents")):
        posted = {
            f"{prefix}-{file.pk}-{name}": value
            for name, value in values(file, credit="Quelqu'un d'autre").items()
        }
        answer = people[role].post(f"/admin/{kind}/multiple/{file.pk}/", posted)
        assert answer.json()["success"] is False
        assert is_unchanged(file)
        people[role].post(f"/admin/{kind}/multiple/{file.pk}/delete/")
        assert is_unchanged(file)


def delete(file: Any) -> str:
    kind = "images" if isinstance(file, Image) else "documents"
    return (
        f"/admin/{kind}/{file.pk}/delete/"
        if kind == "images"
        else (f"/admin/documents/delete/{file.pk}/")
    )


@pytest.mark.parametrize("role", MEMBERS)
def test_members_do_not_delete_what_is_shown(
    people: dict[str, Client], item: Any, image: Any, document: Any, role: str
) -> None:
    for file in (image, document):
        people[role].post(delete(file))
        assert is_unchanged(file)


@pytest.mark.parametrize("role", [*MEMBERS, *PUBLISHERS])
def test_members_delete_what_is_not_shown(
    people: dict[str, Client], image: Any, document: Any, role: str
) -> None:
    for file in (image, document):
        people[role].post(delete(file))
        assert not type(file).objects.filter(pk=file.pk).exists()


@pytest.mark.parametrize("role", PUBLISHERS)
def test_who_may_publish_deletes_and_pages_follow(
    people: dict[str, Client], item: Any, image: Any, document: Any, role: str
) -> None:
    for file in (image, document):
        assert people[role].post(delete(file))["Location"] in (IMAGES, DOCUMENTS)
    assert not Image.objects.filter(pk=image.pk).exists()
    assert not Document.objects.filter(pk=document.pk).exists()
    shown = Client().get(f"/api/v1/items/{item.translation_key}").json()
    assert (shown["image"], shown["body"]) == (None, [])


def bulk(kind: str, action: str, *files: Any) -> str:
    chosen = "&".join(f"id={file.pk}" for file in files)
    return f"/admin/bulk/media/{kind}/{action}/?next=/admin/&{chosen}"


@pytest.mark.parametrize("role", MEMBERS)
def test_in_bulk_only_what_is_not_shown_goes(
    people: dict[str, Client], item: Any, image: Any, document: Any, role: str
) -> None:
    other = ImageFactory(collection=image.collection, uploaded_by_user=image.uploaded_by_user)
    people[role].post(bulk("image", "delete", image, other))
    people[role].post(bulk("document", "delete", document))
    assert is_unchanged(image)
    assert is_unchanged(document)
    assert not Image.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("role", MEMBERS)
def test_in_bulk_only_what_is_not_shown_is_moved(
    people: dict[str, Client], house: Any, item: Any, image: Any, document: Any, role: str
) -> None:
    house.institution.collection.refresh_from_db()
    below = house.institution.collection.add_child(name="Archives")
    other = ImageFactory(collection=image.collection, uploaded_by_user=image.uploaded_by_user)
    where = {"collection": below.pk}
    people[role].post(bulk("image", "add_to_collection", image, other), where)
    people[role].post(bulk("document", "add_to_collection", document), where)
    assert is_unchanged(image)
    assert is_unchanged(document)
    assert Image.objects.get(pk=other.pk).collection_id == below.pk


@pytest.mark.parametrize("role", MEMBERS)
def test_in_bulk_tags_are_harmless(
    people: dict[str, Client], item: Any, image: Any, role: str
) -> None:
    people[role].post(bulk("image", "add_tags", image), {"tags": "lanterne"})
    assert [tag.name for tag in image.tags.all()] == ["lanterne"]


def test_another_institutions_members_reach_nothing(
    people: dict[str, Client], item: Any, image: Any, document: Any
) -> None:
    client = people["stranger"]
    for file in (image, document):
        client.post(edit(file), values(file, title="Pris"))
        client.post(delete(file))
        assert is_unchanged(file)
    client.post(bulk("image", "delete", image))
    client.post(bulk("image", "add_to_collection", image), {"collection": image.collection_id})
    assert is_unchanged(image)


@pytest.mark.django_db(transaction=True)
def test_a_replacement_that_is_rolled_back_loses_no_file(
    people: dict[str, Client], image: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database fails after the form has saved: the row and its file are still a pair."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper._commit", fail)
    client = people["editor"]
    client.raise_request_exception = False
    client.post(edit(image), values(image, file=png()))
    monkeypatch.undo()
    now = Image.objects.get(pk=image.pk)
    assert now.file.name == image.file.name
    assert now.file.storage.exists(now.file.name)
