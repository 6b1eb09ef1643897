"""Credit, licence and alternative text: asked at upload, told beside the chosen picture."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.media.models import Image
from tests.factories import ImageFactory, ItemFactory
from tests.media.test_uploads import PNG, upload, upload_in_chooser

pytestmark = pytest.mark.django_db

ASKED = ("description", "credit", "licence")


def told(client: Client, *images: Any) -> dict[str, Any]:
    response = client.get("/admin/image-facts/", {"ids": ",".join(str(one) for one in images)})
    assert "no-store" in response["Cache-Control"]
    found: dict[str, Any] = response.json()["images"]
    return found


@pytest.mark.parametrize(
    "address", ["/admin/images/add/", "/admin/images/chooser/", "/admin/documents/add/"]
)
def test_the_upload_form_asks_for_credit_and_licence(
    people: dict[str, Client], address: str
) -> None:
    response = people["contributor"].get(address)
    html = response.json()["html"] if "chooser" in address else response.content
    soup = BeautifulSoup(html, "html.parser")
    for name in ASKED[1:] if "documents" in address else ASKED:
        field = soup.select_one(f"form [name$={name}]")
        assert field is not None, name
        said = soup.select_one(f"#{field['aria-describedby'].split()[0]}")
        assert said is not None, name
        assert said.get_text(strip=True), name
    assert "---------" not in str(soup.select_one("[name$=licence]"))


def test_several_uploaded_at_once_are_each_asked_about(
    people: dict[str, Client], house: Any
) -> None:
    response = people["editor"].post(
        "/admin/images/multiple/add/",
        {
            "files[]": SimpleUploadedFile("a.png", PNG),
            "collection": house.institution.collection.pk,
        },
    )
    soup = BeautifulSoup(response.json()["form"], "html.parser")
    assert all(soup.select_one(f"[name$={name}]") for name in ASKED)
    assert "Needed to publish" in soup.get_text()


def test_a_picture_may_be_uploaded_before_all_is_known(
    people: dict[str, Client], house: Any
) -> None:
    for door in (upload, upload_in_chooser):
        assert door(people["contributor"], "a.png", PNG, house.institution.collection) == []
    assert Image.objects.filter(credit="", licence="").count() == 2


def test_what_is_known_and_what_is_missing_stands_beside_the_picture(
    people: dict[str, Client], image: Any
) -> None:
    Image.objects.filter(pk=image.pk).update(licence="", credit="Photo : Anne Morel")
    found = told(people["contributor"], image.pk)[str(image.pk)]
    assert found == {
        "facts": [
            {"label": "Credit", "value": "Photo : Anne Morel", "missing": False},
            {"label": "Licence", "value": "missing", "missing": True},
            {"label": "Alternative text", "value": image.description, "missing": False},
        ],
        "edit_url": f"/admin/images/{image.pk}/",
        "message": "Needed to publish.",
    }
    assert people["contributor"].get(found["edit_url"]).status_code == 200


def test_nothing_is_missing_of_a_whole_picture(people: dict[str, Client], image: Any) -> None:
    found = told(people["editor"], image.pk)[str(image.pk)]
    assert not any(fact["missing"] for fact in found["facts"])
    assert found["message"] == ""


def test_the_alternative_text_may_be_the_pages(people: dict[str, Client], image: Any) -> None:
    """The gate takes either: what the image does not say keeps nobody from publishing."""
    Image.objects.filter(pk=image.pk).update(description="")
    found = told(people["contributor"], image.pk)[str(image.pk)]
    assert found["facts"][-1] == {
        "label": "Alternative text",
        "value": "none with the image: say it in this page",
        "missing": False,
    }
    assert found["message"] == ""


@pytest.mark.parametrize("role", ["contributor", "editor", "moderator"])
def test_many_pictures_cost_what_one_does(
    people: dict[str, Client], house: Any, contributor: Any, role: str
) -> None:
    kept = {"collection": house.institution.collection, "uploaded_by_user": contributor}
    images = [ImageFactory(uncredited=True, **kept) for _number in range(6)]
    shown = ImageFactory(**kept)
    ItemFactory(published=True, parent=house, image=shown)
    costs = []
    for some in ([images[0], shown], [*images, shown]):
        with CaptureQueriesContext(connection) as captured:
            found = told(people[role], *(one.pk for one in some))
        assert len(found) == len(some)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert costs[1] <= 12
    assert bool(found[str(shown.pk)]["edit_url"]) == (role == "moderator")
    assert all(found[str(one.pk)]["edit_url"] for one in images)


def test_who_may_not_mend_it_is_sent_to_who_may(
    people: dict[str, Client], house: Any, image: Any
) -> None:
    ItemFactory(published=True, parent=house, image=image)
    Image.objects.filter(pk=image.pk).update(licence="")
    found = told(people["contributor"], image.pk)[str(image.pk)]
    assert found["edit_url"] == ""
    assert "moderator" in found["message"]
    assert told(people["moderator"], image.pk)[str(image.pk)]["edit_url"]


def test_pictures_one_does_not_see_are_not_told_of(people: dict[str, Client], image: Any) -> None:
    assert told(people["stranger"], image.pk) == {}
    assert people["anonymous"].get("/admin/image-facts/").status_code == 302


def test_what_is_no_id_names_no_picture(people: dict[str, Client], image: Any) -> None:
    assert told(people["editor"], "", "x", f" {image.pk}", "9" * 40, -1, image.pk).keys() == {
        str(image.pk)
    }


def test_the_form_of_a_page_says_it_beside_every_chooser(
    people: dict[str, Client], house: Any
) -> None:
    item = ItemFactory(parent=house, image=ImageFactory(collection=house.institution.collection))
    html = people["editor"].get(f"/admin/pages/{item.pk}/edit/").content.decode()
    soup = BeautifulSoup(html, "html.parser")
    chooser = soup.select_one("#id_image-chooser")
    assert chooser is not None
    assert chooser["data-controller"] == "coulisses-image-facts"
    assert chooser["data-coulisses-image-facts-facts-value"] == "/admin/image-facts/"
    assert chooser.select_one("[data-coulisses-image-facts-target=facts]") is not None
    # In blocks the choosers are drawn by script, from this.
    assert html.count("coulisses-image-facts-target") > 1
    assert "media/image_facts.js" in html
