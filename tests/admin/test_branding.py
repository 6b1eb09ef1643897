"""The admin is Coulisses from its door on."""

from django.contrib.staticfiles import finders
from django.test import Client


def test_the_door_says_where_one_is(db: None, client: Client) -> None:
    page = client.get("/admin/login/").content.decode()
    assert "<title>" in page
    assert "Coulisses" in page.split("<title>")[1].split("</title>")[0]
    assert "core/logo.svg" in page
    assert "core/favicon.svg" in page
    assert "core/branding.css" in page
    assert "Sign in to Wagtail" not in page


def test_inside_it_keeps_its_name_and_mark(admin: Client) -> None:
    page = admin.get("/admin/").content.decode()
    assert "coulisses-brand__name" in page
    assert "gravatar" not in page


def test_what_it_shows_is_there() -> None:
    assert all(
        finders.find(name) for name in ("core/logo.svg", "core/favicon.svg", "core/branding.css")
    )


def test_its_icons_are_in_the_sprite(admin: Client) -> None:
    sprite = admin.get("/admin/sprite/").content.decode()
    for icon in ("item", "institution", "guide", "programme", "news", "category"):
        assert f'id="icon-{icon}"' in sprite


def test_whoever_is_not_signed_in_stays_outside(db: None, client: Client) -> None:
    for address in (
        "/admin/",
        "/admin/items/",
        "/admin/institution_records/",
        "/admin/api_tokens/",
    ):
        response = client.get(address)
        assert response["Location"] == f"/admin/login/?next={address}"
        assert "/login/" in response["Location"]
