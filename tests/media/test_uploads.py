"""Broken uploads are refused on their field, at every door; broken originals break no screen."""

import json
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Bitmap
from wagtail.images.views.serve import generate_image_url

from cms.media.models import Image
from tests.factories import ImageFactory, ItemFactory
from tests.factories.clearing import go_live
from tests.media.test_published_files import png


def encoded(format: str, size: tuple[int, int] = (64, 36), **options: Any) -> bytes:
    buffer = BytesIO()
    noise = Bitmap.effect_noise(size, 90).convert("RGB")
    noise.save(buffer, format, **options)
    return buffer.getvalue()


def animation(frames: int, size: tuple[int, int] = (64, 36)) -> bytes:
    pictures = [Bitmap.effect_noise(size, 90).convert("RGB") for _ in range(frames)]
    buffer = BytesIO()
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:])
    return buffer.getvalue()


def bomb() -> bytes:
    """A hundred bytes that claim 60,000 × 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


PNG = encoded("PNG", (400, 300))
GIF = animation(4)
BROKEN = {
    "cut after its first bytes.png": PNG[:24],
    "cut inside its header.png": PNG[:40],
    "cut in the middle.png": PNG[: len(PNG) // 2],
    "cut in the middle.jpg": (jpeg := encoded("JPEG", (400, 300)))[: len(jpeg) // 2],
    "cut in the middle.webp": (webp := encoded("WEBP", (400, 300)))[: len(webp) // 2],
    "cut in the middle.avif": (avif := encoded("AVIF", (400, 300)))[: len(avif) // 2],
    "cut in its last frame.gif": GIF[: len(GIF) * 7 // 8],
    "noise inside.png": PNG[:200] + bytes(200) + PNG[400:],
    "a text.png": b"Bonjour.",
    "nothing.png": b"",
    "another format.jpg": PNG,
    "too many pixels.png": bomb(),
    "a drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "a drawing.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "a phone's.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40),
    "a phone's.jpg": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40),
}
WHOLE = {
    "whole.png": PNG,
    "whole.jpg": encoded("JPEG"),
    "whole.jpeg": encoded("JPEG"),
    "whole.webp": encoded("WEBP"),
    "whole.avif": encoded("AVIF"),
    "whole.gif": GIF,
}


def upload(client: Client, name: str, data: bytes, collection: Any) -> list[str]:
    """By the form; returns what it says of the file."""
    file = SimpleUploadedFile(name, data)
    posted = {"title": name, "file": file, "collection": collection.pk}
    response = client.post("/admin/images/add/", posted)
    form = (response.context or {}).get("form")
    return form.errors["file"] if form else []


def upload_among_several(client: Client, name: str, data: bytes, collection: Any) -> list[str]:
    file = SimpleUploadedFile(name, data)
    response = client.post(
        "/admin/images/multiple/add/", {"files[]": file, "collection": collection.pk}
    )
    answer = response.json()
    return [] if answer["success"] else answer["error_message"].splitlines()


def upload_in_chooser(client: Client, name: str, data: bytes, collection: Any) -> list[str]:
    prefix = "image-chooser-upload-"
    posted = {
        f"{prefix}title": name,
        f"{prefix}file": SimpleUploadedFile(name, data),
        f"{prefix}collection": collection.pk,
    }
    response = client.post("/admin/images/chooser/create/", posted)
    step = json.loads(response.content)["step"]
    return [] if step in {"chosen", "duplicate_found"} else response.context["form"].errors["file"]


DOORS = pytest.mark.parametrize("door", [upload, upload_among_several, upload_in_chooser])


@DOORS
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_on_its_field(
    people: dict[str, Client], house: Any, door: Any, name: str
) -> None:
    known = Image.objects.count()
    assert door(people["editor"], name, BROKEN[name], house.institution.collection)
    assert Image.objects.count() == known


@DOORS
@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_is_taken(people: dict[str, Client], house: Any, door: Any, name: str) -> None:
    assert door(people["editor"], name, WHOLE[name], house.institution.collection) == []
    image = Image.objects.get(title__startswith="whole")
    assert Client().get(generate_image_url(image, "width-20")).status_code == 200


def test_a_broken_file_does_not_replace_a_good_one(people: dict[str, Client], image: Any) -> None:
    file = SimpleUploadedFile("affiche.png", PNG[:200])
    posted = {"title": "Affiche", "file": file, "collection": image.collection_id, "tags": ""}
    response = people["editor"].post(f"/admin/images/{image.pk}/", posted)
    assert "file" in response.context["form"].errors
    assert Image.objects.get(pk=image.pk).file.name == image.file.name
    assert image.file.storage.exists(image.file.name)


def _lose(image: Any) -> None:
    image.file.storage.delete(image.file.name)


def _spoil(image: Any) -> None:
    with open(image.file.path, "wb") as file:
        file.write(PNG[: len(PNG) // 2])


def _overwrite(image: Any) -> None:
    with open(image.file.path, "wb") as file:
        file.write(b"Bonjour.")


DAMAGE = pytest.mark.parametrize("damage", [_lose, _spoil, _overwrite])


@DAMAGE
def test_a_page_with_a_damaged_image_is_still_previewed_and_published(
    people: dict[str, Client], house: Any, image: Any, damage: Any
) -> None:
    item = ItemFactory(parent=house, image=image, image_alt="Une affiche")
    damage(image)
    item.save_revision()
    assert people["editor"].get(f"/admin/pages/{item.pk}/view_draft/").status_code == 200
    go_live(item)
    shown = Client().get(f"/api/v1/items/{item.translation_key}").json()["image"]
    assert (shown["width"], shown["height"]) == (1200, 675)
    assert Client().get(shown["src"].removeprefix("http://127.0.0.1:8000")).status_code == 404


@DAMAGE
def test_the_admin_shows_a_damaged_image_without_failing(
    people: dict[str, Client], house: Any, image: Any, damage: Any
) -> None:
    damage(image)
    for address in (
        "/admin/images/",
        "/admin/images/?layout=list",
        f"/admin/images/{image.pk}/",
        f"/admin/images/{image.pk}/delete/",
        "/admin/images/chooser/",
        f"/admin/images/chooser/chosen/{image.pk}/",
        f"/admin/images/chooser/{image.pk}/select_format/",
        f"/admin/api/main/images/?fields=*&id={image.pk}",
    ):
        assert people["superuser"].get(address).status_code == 200, address


def test_a_lost_picture_is_made_again(people: dict[str, Client], house: Any, image: Any) -> None:
    """A database restored without the folder of pictures."""
    address = generate_image_url(image, "width-400")
    assert Client().get(address).status_code == 200
    rendition = image.renditions.get()
    rendition.file.storage.delete(rendition.file.name)
    assert Client().get(address).status_code == 200
    again = image.renditions.get()
    again.file.storage.delete(again.file.name)
    made = people["editor"].get(f"/media/{again.file.name}")
    assert made.status_code == 200
    assert image.renditions.get().width == 400


def test_one_that_cannot_be_made_again_is_not_found(image: Any) -> None:
    address = generate_image_url(image, "width-400")
    assert Client().get(address).status_code == 200
    rendition = image.renditions.get()
    rendition.file.storage.delete(rendition.file.name)
    _lose(image)
    assert Client().get(address).status_code == 404


def test_a_replaced_image_is_shown_anew(people: dict[str, Client], house: Any) -> None:
    image = ImageFactory(collection=house.institution.collection)
    address = generate_image_url(image, "width-400")
    before = Client().get(address)["ETag"]
    posted = {"title": "x", "file": png(), "collection": image.collection_id, "tags": ""}
    people["editor"].post(f"/admin/images/{image.pk}/", posted)
    assert Image.objects.get(pk=image.pk).title == "x"
    assert Client().get(address)["ETag"] != before
