"""Files over the authoring API: what their bytes say, how large, whose."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Bitmap

from cms.accounts.tokens import WRITE_SCOPE
from cms.media import uploads
from cms.media.models import Document, Image
from tests.authoring.systems import BASE, House, System, faults, item
from tests.factories import ImageFactory, UserFactory

pytestmark = pytest.mark.django_db


def picture(format: str = "PNG") -> bytes:
    buffer = BytesIO()
    Bitmap.effect_noise((64, 36), 90).convert("RGB").save(buffer, format)
    return buffer.getvalue()


def archive(member: str, content: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(member, content)
    return buffer.getvalue()


PNG = picture()
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def house() -> House:
    return House()


def upload(system: System, kind: str, name: str, content: bytes, **facts: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return system.client.post(f"{BASE}/{kind}", {"file": file, **facts})


FACTS = {"title": "Rideau", "description": "Un rideau", "credit": "Anne Morel", "licence": "cc_by"}


def test_an_image_goes_to_the_institutions_collection(house: House) -> None:
    answer = upload(house.system, "images", "rideau.png", PNG, **FACTS)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    image = Image.objects.get(pk=told["id"])
    assert image.collection == house.institution.collection
    assert image.uploaded_by_user == house.editor
    assert (told["width"], told["height"], told["bytes"]) == (64, 36, len(PNG))
    assert told["type"] == "image/png"
    assert {name: told[name] for name in FACTS} == FACTS
    assert house.system.client.get(answer["Location"]).json() == told
    shown = house.system.put("a-1", item(image=told["id"]))
    assert shown.json()["image"] == told["id"]


def test_the_same_file_is_kept_once(house: House) -> None:
    first = upload(house.system, "images", "rideau.png", PNG, **FACTS)
    again = upload(house.system, "images", "autre.png", PNG, **FACTS)
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    other = upload(house.system, "images", "rideau.png", PNG, **FACTS | {"credit": "Autre"})
    assert other.status_code == 201


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("livret.pdf", PDF),
        ("livret.epub", archive("mimetype", "application/epub+zip")),
        ("livret.odt", archive("mimetype", "application/vnd.oasis.opendocument.text")),
        ("livret.docx", archive("[Content_Types].xml", "<x>wordprocessingml</x>")),
        ("sous-titres.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nBonsoir"),
        ("dates.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR"),
        ("notes.txt", "Été".encode()),
        ("liste.csv", b"\xef\xbb\xbfa;b\n"),
    ],
)
def test_a_document_that_is_what_it_says_is_taken(house: House, name: str, content: bytes) -> None:
    answer = upload(house.system, "documents", name, content, credit="Théâtre")
    assert answer.status_code == 201, answer.content
    document = Document.objects.get(pk=answer.json()["id"])
    assert document.collection == house.institution.collection
    assert document.file.read() == content


@pytest.mark.parametrize(
    ("kind", "name", "content", "code"),
    [
        ("documents", "livret.pdf", b"MZ\x90\x00", "signature"),
        ("documents", "livret.pdf", b"<html>", "signature"),
        ("documents", "livret.epub", PDF, "signature"),
        ("documents", "livret.docx", archive("mimetype", "application/epub+zip"), "signature"),
        ("documents", "sous-titres.vtt", b"1\n00:00", "signature"),
        ("documents", "notes.txt", b"a\x00b", "signature"),
        ("documents", "page.html", b"<html>", "signature"),
        ("documents", "sans-nom", PDF, "signature"),
        ("images", "rideau.png", b"%PDF-1.7", "invalid_image"),
        ("images", "rideau.jpg", PNG, "invalid_image_known_format"),
        ("images", "rideau.png", PNG[: len(PNG) // 2], "invalid_image"),
        ("images", "dessin.svg", b"<svg/>", "invalid_image_extension"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    house: House, kind: str, name: str, content: bytes, code: str
) -> None:
    answer = upload(house.system, kind, name, content)
    assert answer.status_code == 422, answer.content
    assert ("body.file", code) in faults(answer)
    assert not Image.objects.exists()
    assert not Document.objects.exists()


def test_what_is_wrong_with_the_form_is_named(house: House) -> None:
    answer = upload(house.system, "images", "x.png", PNG, surprise="1", credit="a\x00")
    assert faults(answer) == {("body.surprise", "unknown"), ("body.credit", "nul")}
    nothing = house.system.client.post(f"{BASE}/images", {"title": "x"})
    assert faults(nothing) == {("body.file", "required")}
    unknown = upload(house.system, "images", "x.png", PNG, licence="none_at_all")
    assert faults(unknown) == {("body.licence", "invalid_choice")}
    assert house.system.post("/images", {}).status_code == 415
    broken = house.system.send("POST", "/images", b"x", type="multipart/form-data; boundary=")
    assert broken.status_code == 400


def test_a_large_file_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(uploads.LARGEST, "image", 1000)  # type: ignore[misc]
    assert upload(house.system, "images", "x.png", PNG).status_code == 413
    assert (
        house.system.client.post(
            f"{BASE}/images", {"file": SimpleUploadedFile("x.png", PNG * 40)}
        ).status_code
        == 413
    )


def test_anothers_file_is_not_there(house: House) -> None:
    other = House("yauza")
    theirs = upload(other.system, "images", "rideau.png", PNG, **FACTS).json()["id"]
    assert house.system.get(f"/images/{theirs}").status_code == 404
    assert (
        house.system.get("/images/999999").content == house.system.get(f"/images/{theirs}").content
    )
    assert faults(house.system.put("a-1", item(image=theirs))) == {("body.image", "unknown")}
    sent = item(
        texts={"fr": {"title": "x", "body": [{"type": "image", "value": {"image": theirs}}]}}
    )
    assert faults(house.system.put("a-1", sent)) == {("body.texts.fr.body.0", "unknown")}
    portal = ImageFactory()
    assert house.system.get(f"/images/{portal.pk}").status_code == 404


def test_scope_and_right_are_asked_for(house: House) -> None:
    writer = System(house.editor, house.institution, [WRITE_SCOPE])
    assert upload(writer, "images", "x.png", PNG).status_code == 403
    house.institution.verification_state = "suspended"
    house.institution.save(update_fields=["verification_state"])
    assert upload(house.system, "images", "x.png", PNG).status_code == 403


def test_staff_names_the_institution(house: House) -> None:
    moderator = System(UserFactory(group="Moderators"))
    House("yauza")
    assert faults(upload(moderator, "images", "x.png", PNG)) == {("body.institution", "required")}
    wrong = upload(moderator, "images", "x.png", PNG, institution="x")
    assert faults(wrong) == {("body.institution", "unknown")}
    key = str(house.institution.key)
    made = upload(moderator, "images", "x.png", PNG, institution=key)
    assert Image.objects.get(pk=made.json()["id"]).collection == house.institution.collection
