"""Documents: to everybody when a public page shows them; else to who meets them in the admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now
from wagtail.models import CollectionViewRestriction

from cms.publication.preview.drafts import draft_document, issue_preview_token
from tests.factories import DocumentFactory, ItemFactory, UserFactory
from tests.factories.clearing import go_live
from tests.media.conftest import MEMBERS, OUTSIDE, PUBLISHERS, content, restrict
from tests.media.test_pictures import only, statuses

TEXT = b"Deux pages de notes.\n"


def showing(house: Any, document: Any, **values: Any) -> Any:
    body = [("download", {"document": document, "label": "Le livret"})]
    return ItemFactory(parent=house, body=body, **values)


def linking(house: Any, document: Any, **values: Any) -> Any:
    link = f'<p><a linktype="document" id="{document.pk}">Le livret</a></p>'
    return ItemFactory(parent=house, body=[("paragraph", link)], **values)


@pytest.mark.parametrize("place", [showing, linking], ids=["block", "running text"])
def test_it_is_public_from_publication_to_withdrawal(
    people: dict[str, Client], house: Any, document: Any, place: Any
) -> None:
    item = place(house, document)
    item.save_revision()
    assert statuses(people, document.url) == only(*MEMBERS, *PUBLISHERS)
    go_live(item)
    assert statuses(people, document.url) == only(*OUTSIDE, *MEMBERS, *PUBLISHERS)
    item.refresh_from_db()
    item.unpublish()
    assert statuses(people, document.url) == only(*MEMBERS, *PUBLISHERS)


def test_a_document_nobody_shows_is_not_found_by_counting(
    people: dict[str, Client], document: Any
) -> None:
    assert statuses(people, document.url) == only(*MEMBERS, *PUBLISHERS)


def test_it_is_saved_not_run_and_cached_only_when_public(
    people: dict[str, Client], house: Any, document: Any
) -> None:
    personal = people["editor"].get(document.url)
    assert content(personal) == TEXT
    assert personal["Cache-Control"] == "private, no-cache"
    assert "Access-Control-Allow-Origin" not in personal
    showing(house, document, published=True)
    public = people["anonymous"].get(document.url)
    assert public["Cache-Control"].startswith("public")
    assert public["Content-Disposition"].startswith("attachment; filename=")
    assert public["Content-Type"] == "text/plain"
    assert public["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in public["Content-Security-Policy"]
    assert "Cookie" not in public.get("Vary", "")


def test_a_pdf_is_shown_in_the_window(people: dict[str, Client], house: Any) -> None:
    document = DocumentFactory(
        collection=house.institution.collection, file__filename="livret.pdf", file__data=b"%PDF-1.7"
    )
    response = people["editor"].get(document.url)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert "sandbox" not in response["Content-Security-Policy"]


def test_parts_and_conditions(people: dict[str, Client], house: Any, document: Any) -> None:
    showing(house, document, published=True)
    client = people["anonymous"]
    part = client.get(document.url, HTTP_RANGE="bytes=5-9")
    assert (part.status_code, content(part)) == (206, TEXT[5:10])
    assert part["Content-Range"] == f"bytes 5-9/{len(TEXT)}"
    beyond = client.get(document.url, HTTP_RANGE="bytes=500-600")
    assert beyond.status_code == 416
    whole = client.get(document.url)
    assert client.get(document.url, HTTP_IF_NONE_MATCH=whole["ETag"]).status_code == 304
    head = client.head(document.url)
    assert (head["Content-Length"], content(head)) == (str(len(TEXT)), b"")


def test_a_lost_file_is_not_found(people: dict[str, Client], document: Any) -> None:
    document.file.storage.delete(document.file.name)
    assert statuses(people, document.url) == only()


def test_signing_in_opens_what_is_for_people_with_accounts(
    people: dict[str, Client], house: Any, document: Any
) -> None:
    showing(house, document, published=True)
    restrict(document.collection, CollectionViewRestriction.LOGIN)
    answer = people["anonymous"].get(document.url)
    assert answer["Location"] == f"/admin/login/?next={document.url}"
    assert "no-store" in answer["Cache-Control"]
    assert people["anonymous"].get(answer["Location"]).status_code == 200
    opened = people["stranger"].get(document.url)
    assert (opened.status_code, opened["Cache-Control"]) == (200, "private, no-cache")


def test_a_group_opens_what_is_for_the_group(
    people: dict[str, Client], house: Any, document: Any
) -> None:
    showing(house, document, published=True)
    restriction = restrict(document.collection, CollectionViewRestriction.GROUPS)
    login = people["anonymous"].get(document.url)["Location"]
    assert login == f"/admin/login/?next={document.url}"
    assert people["stranger"].get(document.url).status_code == 404
    stranger = people["stranger"].get("/admin/").context["user"]
    restriction.groups.add(stranger.groups.first())
    assert people["stranger"].get(document.url).status_code == 200


def test_a_password_opens_what_is_shared_by_password(
    people: dict[str, Client], house: Any, document: Any
) -> None:
    showing(house, document, published=True)
    restriction = restrict(
        document.collection, CollectionViewRestriction.PASSWORD, password="sésame"
    )
    client = people["anonymous"]
    asked = client.get(document.url)
    assert asked.status_code == 200
    assert TEXT not in asked.content
    assert "no-store" in asked["Cache-Control"]
    door = f"/documents/authenticate_with_password/{restriction.pk}/"
    assert f'action="{door}"' in asked.content.decode()
    refused = client.post(door, {"password": "wrong", "return_url": document.url})
    assert refused.status_code == 200
    assert client.get(document.url).content != TEXT
    passed = client.post(door, {"password": "sésame", "return_url": document.url})
    assert (passed.status_code, passed["Location"]) == (302, document.url)
    assert content(client.get(document.url)) == TEXT
    away = client.post(door, {"password": "sésame", "return_url": "https://elsewhere.example/"})
    assert away["Location"].startswith("/")


def test_nobody_is_asked_for_the_password_of_what_no_page_shows(
    people: dict[str, Client], document: Any
) -> None:
    restrict(document.collection, CollectionViewRestriction.PASSWORD, password="sésame")
    assert statuses(people, document.url) == only(*MEMBERS, *PUBLISHERS)


def _addresses(item: Any) -> list[str]:
    """Of the document, in the draft as a frontend gets it: from a block and from running text."""
    _token, plain = issue_preview_token(
        revision=item.latest_revision, user=UserFactory(superuser=True)
    )
    draft = Client().get(f"/api/v1/preview/{plain}").json()
    block = [one["value"] for one in draft["body"] if one["type"] == "download"]
    if block:
        return [block[0]["document"]["url"]]
    text = next(one["value"] for one in draft["body"] if one["type"] == "paragraph")
    return [text.split('href="')[1].split('"')[0]]


@pytest.mark.parametrize("place", [showing, linking], ids=["block", "running text"])
def test_who_is_shown_a_draft_may_open_its_documents_for_a_while(
    house: Any, document: Any, place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = place(house, document)
    item.save_revision()
    (address,) = _addresses(item)
    local = address.removeprefix("http://127.0.0.1:8000")
    opened = Client().get(local)
    assert content(opened) == TEXT
    assert opened["Cache-Control"] == "private, no-cache"
    other = DocumentFactory(collection=document.collection)
    key = local.partition("?")[2]
    assert Client().get(f"{other.url}?{key}").status_code == 404
    assert Client().get(f"{document.url}?{key}x").status_code == 404
    later = now().timestamp() + timedelta(minutes=61).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert Client().get(local).status_code == 404


def test_a_drafts_address_does_not_open_a_restricted_collection(house: Any, document: Any) -> None:
    item = showing(house, document)
    item.save_revision()
    (address,) = _addresses(item)
    restrict(document.collection, CollectionViewRestriction.LOGIN)
    opened = Client().get(address.removeprefix("http://127.0.0.1:8000"))
    assert opened["Location"].startswith("/admin/login/?next=")


def test_what_is_published_names_the_plain_address(house: Any, document: Any) -> None:
    item = showing(house, document, published=True)
    published = Client().get(f"/api/v1/items/{item.translation_key}").json()
    assert published["body"][0]["value"]["document"]["url"].endswith(document.url)
    assert "key=" in draft_document(item)["body"][0]["value"]["document"]["url"]
