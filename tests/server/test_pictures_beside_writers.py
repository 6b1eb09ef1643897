"""Who looks at pictures and pages waits for nobody who writes."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from wagtail.images.views.serve import generate_image_url

from cms.media.models import Rendition
from tests.factories import ImageFactory, InstitutionFactory, ItemFactory, UserFactory
from tests.server.conftest import Browser, Site, another_writer

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 20
PATIENT = {"SQLITE_BUSY_SECONDS": "100", "DATABASE_LOCK_SECONDS": "100"}


@pytest.fixture
def site(serve: Callable[..., Site], tmp_path: Path) -> Site:
    """Which finds the files this process has written."""
    (tmp_path / "private").symlink_to(settings.PRIVATE_ROOT)
    return serve(VAR_DIR=str(tmp_path), **PATIENT)


def _get(site: Site, addresses: list[str], statuses: list[int]) -> list[threading.Thread]:
    """Asks for all of them at once."""
    threads = [
        threading.Thread(target=lambda one=one: statuses.append(Browser(site).get(one).status_code))
        for one in addresses
    ]
    for thread in threads:
        thread.start()
    return threads


def test_pictures_nobody_has_seen_yet(site: Site) -> None:
    item = ItemFactory(published=True, parent=InstitutionFactory(published=True))
    image = ImageFactory()
    addresses = [generate_image_url(image, f"width-{100 + n}") for n in range(MANY)]
    statuses: list[int] = []
    visitor = Browser(site)
    with another_writer():
        for thread in _get(site, addresses, statuses):
            thread.join()
        assert statuses == [200] * MANY
        assert visitor.get(item.public_path).status_code == 200
        first = visitor.get(addresses[0])
    assert first.headers["Content-Type"] == "image/png"
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.headers["Content-Security-Policy"] == "default-src 'none'"
    again = visitor.get(addresses[0])
    assert again.content == first.content
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert Rendition.objects.filter(image=image, filter_spec="width-100").count() == 1
    assert "ETag" in again.headers


def test_a_picture_whose_file_was_lost(site: Site) -> None:
    """A copy of the database came without the pictures: they are made again."""
    rendition = ImageFactory().get_rendition("width-100")
    address = generate_image_url(rendition.image, "width-100")
    visitor = Browser(site)
    with another_writer():
        assert visitor.get(address).status_code == 200
    assert visitor.get(address).status_code == 200


def test_a_picture_somebody_is_about_to_record(site: Site) -> None:
    """In a transaction that takes its time, where the other database has many writers."""
    image = ImageFactory()
    with another_writer(lambda: image.get_rendition("width-100")):
        answer = Browser(site).get(generate_image_url(image, "width-100"))
        assert answer.status_code == 200


if connection.vendor == "sqlite":
    # Where opening a form, which notes who edits, waits for whoever writes.

    def test_forms_that_wait_keep_no_page_from_being_shown(site: Site) -> None:
        item: Any = ItemFactory(published=True, parent=InstitutionFactory(published=True))
        editor = Browser(site)
        editor.sign_in(UserFactory(superuser=True, language="en"))
        statuses: list[int] = []

        def edit() -> None:
            statuses.append(editor.get(f"/admin/pages/{item.pk}/edit/").status_code)

        visitor = Browser(site)
        with another_writer():
            threads = [threading.Thread(target=edit) for _ in range(8)]
            for thread in threads:
                thread.start()
            for _ in range(MANY):
                assert visitor.get(item.public_path).status_code == 200
            assert visitor.get("/admin/login/").status_code == 200
            assert statuses == []
        for thread in threads:
            thread.join()
        assert statuses == [200] * 8
