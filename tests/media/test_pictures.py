"""Pictures: of what is public to everybody, of the rest to who meets them in the admin."""

from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.conf import settings
from django.test import Client
from wagtail.images.views.serve import generate_image_url
from wagtail.models import CollectionViewRestriction

from tests.factories import ImageFactory, ItemFactory
from tests.media.conftest import MEMBERS, OUTSIDE, PUBLISHERS, content, restrict

SPEC = "width-400"


def media(rendition: Any) -> str:
    return f"/media/{rendition.file.name}"


def statuses(people: dict[str, Client], address: str) -> dict[str, int]:
    return {name: client.get(address).status_code for name, client in people.items()}


def only(*allowed: str) -> dict[str, int]:
    everybody = (*OUTSIDE, *MEMBERS, *PUBLISHERS)
    return {name: 200 if name in allowed else 404 for name in everybody}


def test_originals_and_documents_lie_outside_the_public_folder(image: Any, document: Any) -> None:
    image.get_rendition(SPEC)
    public = Path(settings.MEDIA_ROOT)
    names = {file.name for file in public.rglob("*") if file.is_file()}
    assert names
    assert Path(image.file.name).name not in names
    assert Path(document.file.name).name not in names
    assert Path(image.file.path).is_relative_to(settings.PRIVATE_ROOT)
    assert Path(document.file.path).is_relative_to(settings.PRIVATE_ROOT)


def test_no_address_of_the_public_folder_leads_to_what_is_private(
    people: dict[str, Client], image: Any, document: Any, house: Any
) -> None:
    ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")
    for name in (image.file.name, document.file.name, "../private/" + document.file.name):
        assert statuses(people, f"/media/{name}") == only(), name
    assert {client.get("/media/%00").status_code for client in people.values()} == {400}


def test_a_draft_picture_is_for_the_institution_and_who_publishes(
    people: dict[str, Client], house: Any, image: Any
) -> None:
    ItemFactory(parent=house, image=image, image_alt="Une affiche").save_revision()
    address = media(image.get_rendition(SPEC))
    assert statuses(people, address) == only(*MEMBERS, *PUBLISHERS)


def test_a_public_picture_is_for_everybody_until_its_page_goes(
    people: dict[str, Client], house: Any, image: Any
) -> None:
    item = ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")
    address = media(image.get_rendition(SPEC))
    assert statuses(people, address) == only(*OUTSIDE, *MEMBERS, *PUBLISHERS)
    response = people["anonymous"].get(address)
    assert response["Cache-Control"].startswith("public")
    assert response["Content-Type"] == "image/png"
    item.unpublish()
    assert statuses(people, address) == only(*MEMBERS, *PUBLISHERS)


def test_who_left_the_institution_sees_no_more_of_it(
    people: dict[str, Client], house: Any, image: Any
) -> None:
    address = media(image.get_rendition(SPEC))
    assert people["editor"].get(address)["Cache-Control"] == "private, no-cache"
    for membership in house.institution.memberships.all():
        membership.delete()
    assert statuses(people, address) == only(*PUBLISHERS)


def test_the_original_of_a_public_picture_is_not_handed_out(
    people: dict[str, Client], house: Any, image: Any
) -> None:
    """It holds what the camera wrote into it."""
    ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")
    address = media(image.get_rendition("original"))
    assert statuses(people, address) == only(*MEMBERS, *PUBLISHERS)


@pytest.mark.parametrize("above", [False, True], ids=["its collection", "one above"])
def test_a_restricted_collection_closes_at_once_and_opens_at_once(
    people: dict[str, Client], house: Any, image: Any, above: bool
) -> None:
    ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")
    made, signed = media(image.get_rendition(SPEC)), generate_image_url(image, "width-200")
    collection = image.collection.get_parent() if above else image.collection
    restriction = restrict(collection, CollectionViewRestriction.PASSWORD, password="x")
    assert statuses(people, made) == only(*MEMBERS, *PUBLISHERS)
    assert statuses(people, signed) == only(*MEMBERS, *PUBLISHERS)
    restriction.delete()
    assert statuses(people, made) == only(*OUTSIDE, *MEMBERS, *PUBLISHERS)
    assert statuses(people, signed) == only(*OUTSIDE, *MEMBERS, *PUBLISHERS)


def test_who_meets_the_restriction_sees_the_picture(
    people: dict[str, Client], house: Any, image: Any
) -> None:
    ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")
    address = generate_image_url(image, SPEC)
    restrict(image.collection, CollectionViewRestriction.LOGIN)
    assert statuses(people, address) == only("stranger", *MEMBERS, *PUBLISHERS)
    assert people["stranger"].get(address)["Cache-Control"].startswith("private")


def test_a_refused_file_and_one_that_never_was_are_the_same_answer(
    people: dict[str, Client], image: Any, document: Any
) -> None:
    client = people["anonymous"]
    for refused, absent in (
        (media(image.get_rendition(SPEC)), "/media/images/never.png"),
        (document.url, "/documents/999999/never.txt"),
        (document.url, f"/documents/{document.pk}/never.txt"),
        (document.url, "/documents/99999999999999999999999999/never.txt"),
        (f"/images/wrong/{image.pk}/{SPEC}/x.png", f"/images/wrong/999999/{SPEC}/x.png"),
    ):
        one, other = client.get(refused), client.get(absent)
        assert (one.status_code, one.content) == (404, other.content)
        assert one.headers == other.headers


def test_a_signed_address_answers_conditions_and_never_runs(image: Any, client: Client) -> None:
    address = generate_image_url(image, SPEC)
    first = client.get(address)
    assert first.status_code == 200
    assert first["Content-Security-Policy"].startswith("default-src 'none'")
    assert first["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in first.get("Vary", "")
    again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, content(again)) == (304, b"")
    assert client.post(address).status_code == 405


def test_a_picture_costs_few_statements(
    house: Any, image: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    """Before a 304 as well: rights may have gone. The rendition itself is remembered."""
    ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")
    signed, made = generate_image_url(image, SPEC), media(image.get_rendition(SPEC))
    with django_assert_max_num_queries(2):
        etag = client.get(signed)["ETag"]
    with django_assert_max_num_queries(2):
        assert client.get(signed, HTTP_IF_NONE_MATCH=etag).status_code == 304
    with django_assert_max_num_queries(3):
        assert client.get(made).status_code == 200


def test_a_signature_is_good_for_its_image_and_size_only(image: Any, client: Client) -> None:
    other = ImageFactory()
    signature = generate_image_url(image, SPEC).split("/")[2]
    assert client.get(f"/images/{signature}/{image.pk}/width-9000/x.png").status_code == 404
    assert client.get(f"/images/{signature}/{other.pk}/{SPEC}/x.png").status_code == 404
    assert client.get(generate_image_url(image, "no-such-operation")).status_code == 404


def test_a_profile_picture_is_for_people_of_the_admin(
    people: dict[str, Client], image: Any
) -> None:
    account = people["editor"].get("/admin/account/").context["user"]
    profile = account.wagtail_userprofile
    with image.file.open("rb") as file:
        profile.avatar.save("me.png", file)
    signed_in = [name for name in people if name != "anonymous"]
    assert statuses(people, profile.avatar.url) == only(*signed_in)
    assert profile.avatar.url in people["editor"].get("/admin/account/").content.decode()


def test_public_pictures_come_as_webp_and_cut_to_a_square(client: Client, house: Any) -> None:
    image = ImageFactory()
    item = ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")
    shown = client.get(f"/api/v1/items/{item.slug}").json()["image"]
    made = [*shown["webp"], {"width": shown["square"]["width"], "src": shown["square"]["webp"]}]
    assert [one["width"] for one in shown["webp"]] == [one["width"] for one in shown["srcset"]]
    assert not image.renditions.exists(), "publishing makes no picture"
    for one in made:
        answer = client.get(one["src"].removeprefix(settings.PUBLIC_BASE_URL))
        assert answer["Content-Type"] == "image/webp"
        assert PIL.Image.open(BytesIO(b"".join(answer))).width == one["width"]
    square = client.get(shown["square"]["src"].removeprefix(settings.PUBLIC_BASE_URL))
    side = shown["square"]["width"]
    assert PIL.Image.open(BytesIO(b"".join(square))).size == (side, side)
