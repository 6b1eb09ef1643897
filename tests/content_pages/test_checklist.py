"""The list at the top of the form: what publishing asks for, named, linked, true of the draft."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.blocks import ListBlock
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.institutions.services import set_standing
from content_pages.blocks.body import BodyBlock
from content_pages.blocks.guide import GuideStepsBlock
from content_pages.blocks.media import MediaBlock
from content_pages.blocks.programme import SectionsBlock
from content_pages.checklist import objections_of
from content_pages.models import ItemPage
from tests.admin.conftest import form_of
from tests.content_pages.requirements.test_admin import PUBLISH, full_form
from tests.factories import (
    CategoryFactory,
    GuideFactory,
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_workflow")]

EVERYTHING = ["summary", "category", "format", "media", "access_mode", "access_url"]
NO_ADDRESS = {
    "provider": "own",
    "url": "",
    "title": "",
    "duration_seconds": "",
    "tracks": streamfield([]),
}
FACTORIES = [
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    ProgrammeFactory,
]


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(superuser=True, language="en"))
    return client


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def drafted(**values: Any) -> ItemPage:
    item: ItemPage = ItemFactory(**values)
    item.save_revision()
    return item


def asked(html: str | bytes) -> list[str]:
    """The fields a list names, in its order; an entry without a link by its words."""
    entries = BeautifulSoup(html, "html.parser").select("[data-required]")
    return [str(one.a["data-field"]) if one.a else one.get_text(strip=True) for one in entries]


def put_in_place(html: str) -> list[str]:
    """The fields of the list that takes the place of the one on the screen."""
    put = BeautifulSoup(html, "html.parser").select_one(
        '[data-w-teleport-target-value="#publishing-checklist"]'
    )
    assert put is not None
    return asked(put.decode_contents())


def autosaved(client: Client, address: str, data: dict[str, Any]) -> list[str]:
    """What the list says after an autosave."""
    answer = client.post(address, data, headers={"accept": "application/json"}).json()
    assert answer["success"], answer
    return put_in_place(answer["html"])


def test_a_new_page_is_told_from_the_start(admin: Client) -> None:
    parent = InstitutionFactory(published=True)
    address = reverse("wagtailadmin_pages:add", args=["content_pages", "itempage", parent.pk])
    assert asked(admin.get(address).content) == ["title", *EVERYTHING]


def test_each_autosave_makes_the_list_true_again(admin: Client) -> None:
    address = edit(drafted(bare=True))
    assert asked(admin.get(address).content) == EVERYTHING
    data = form_of(admin, address) | {"summary": "Deux mots."}
    assert autosaved(admin, address, data) == EVERYTHING[1:]
    data = form_of(admin, address) | {"summary": ""}
    assert autosaved(admin, address, data) == EVERYTHING


def test_a_page_just_made_by_autosave_brings_its_list(admin: Client) -> None:
    parent = InstitutionFactory(published=True)
    address = reverse("wagtailadmin_pages:add", args=["content_pages", "itempage", parent.pk])
    data = form_of(admin, address) | {"title": "Tout neuf"}
    made = admin.post(address, data, headers={"accept": "application/json"}).json()
    assert put_in_place(admin.get(made["hydrate_url"]).content.decode()) == EVERYTHING


def test_what_is_mended_elsewhere_leaves_the_list(admin: Client) -> None:
    image = ImageFactory(uncredited=True, description="Un rideau", licence="cc0")
    item = drafted(image=image)
    page = BeautifulSoup(admin.get(edit(item)).content, "html.parser")
    assert asked(str(page)) == ["image"]
    shown = page.select_one("#publishing-checklist [data-controller=coulisses-checklist]")
    assert shown is not None
    assert "content_pages/checklist.js" in str(page)
    address = str(shown["data-coulisses-checklist-address-value"])
    assert asked(admin.get(address).content) == ["image"]
    image.credit = "Anne Morel"
    image.save()
    assert asked(admin.get(address).content) == []


def test_an_empty_list_and_a_publication_are_the_same(admin: Client) -> None:
    address = edit(drafted(bare=True, title="Presque"))
    data = full_form(title="Presque", slug="presque")
    publish = {name: data.pop(name) for name in PUBLISH}
    assert autosaved(admin, address, data | {"access_url": ""}) == ["access_url"]
    assert admin.post(address, data | publish | {"access_url": ""}).status_code == 200
    assert not ItemPage.objects.get(slug="presque").live
    assert autosaved(admin, address, data) == []
    page = admin.get(address).content.decode()
    assert "Nothing is missing to publish." in page
    assert admin.post(address, data | publish).status_code == 302
    assert ItemPage.objects.get(slug="presque").live


def test_a_refusal_names_everything_at_once(admin: Client) -> None:
    """Alternative text, credit, licence, the unfinished video and the missing fields together."""
    image = ImageFactory(uncredited=True, title="IMG_2041")
    item = drafted(bare=True, image=image, body=[])
    shown = {"image": str(image.pk), "alt": "", "caption": ""}
    data = form_of(admin, edit(item)) | nested_form_data(
        {"media": streamfield([("video", NO_ADDRESS)]), "body": streamfield([("image", shown)])}
    )
    response = admin.post(edit(item), data | PUBLISH)
    assert response.status_code == 200
    fields = asked(response.content)
    assert set(fields) == {"summary", "category", "format", "media", "access_mode"} | {
        *("access_url", "image", "image_alt", "body")
    }
    assert (fields.count("image"), fields.count("body")) == (2, 3)
    errors = response.context["form"].errors
    assert set(errors) == set(fields)
    told = errors["body"].as_data()
    assert len(told) == 1
    assert len(told[0].non_block_errors) == 3
    assert set(errors["media"].as_data()[0].block_errors) == {0}


def test_what_was_begun_and_not_finished_is_named(admin: Client) -> None:
    item = drafted()
    data = form_of(admin, edit(item)) | nested_form_data(
        {"media": streamfield([("video", NO_ADDRESS)])}
    )
    assert autosaved(admin, edit(item), data) == ["media"]
    page = BeautifulSoup(admin.get(edit(item)).content, "html.parser")
    said = page.select("[data-required=incomplete]")[0].get_text()
    assert "“Video”, number 1: complete it (Address)" in said
    revision = ItemPage.objects.get(pk=item.pk).latest_revision
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    admin.post(f"{address}?id={item.pk}&next=/admin/")
    assert revision is not None
    assert not ItemPage.objects.get(pk=item.pk).live


def _empty_blocks() -> list[Any]:
    """(page factory, field, type of block, an empty value) of every block there is."""
    streams = [
        (ItemFactory, "media", MediaBlock),
        (ItemFactory, "body", BodyBlock),
        (GuideFactory, "steps", GuideStepsBlock),
        (ProgrammeFactory, "sections", SectionsBlock),
    ]
    return [
        pytest.param(factory, field, name, empty, id=f"{field}-{name}-{number}")
        for factory, field, stream in streams
        for name, block in stream().child_blocks.items()
        for number, empty in enumerate([block.get_default()] + [[]] * isinstance(block, ListBlock))
    ]


@pytest.mark.parametrize(("factory", "field", "name", "empty"), _empty_blocks())
def test_a_block_nothing_was_entered_in_is_unfinished(
    admin: Client, factory: Any, field: str, name: str, empty: Any
) -> None:
    page = factory(**{field: [(name, empty)]})
    page.save_revision()
    assert asked(admin.get(edit(page)).content) == [field]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    admin.post(f"{address}?id={page.pk}&next=/admin/")
    assert not Page.objects.get(pk=page.pk).live


def test_a_gallery_of_no_picture_is_refused_by_the_form(admin: Client) -> None:
    item = drafted()
    gallery = {
        "title": "Les ateliers",
        "images": streamfield([("", {"image": "", "alt": "", "caption": ""})]),
    }
    media = nested_form_data({"media": streamfield([("gallery", gallery)])})
    response = admin.post(edit(item), form_of(admin, edit(item)) | media | PUBLISH)
    assert set(response.context["form"].errors["media"].as_data()[0].block_errors) == {0}
    assert not ItemPage.objects.get(pk=item.pk).live


def test_rows_of_a_page_autosave_has_just_made_are_looked_at(admin: Client) -> None:
    parent = InstitutionFactory(published=True)
    address = reverse("wagtailadmin_pages:add", args=["content_pages", "itempage", parent.pk])
    row = {"name": "", "role": "author", "is_body": ""}
    data = full_form(title="Sans nom", slug="sans-nom") | nested_form_data(
        {"contributions": inline_formset([row])}
    )
    for button in PUBLISH:
        data.pop(button)
    assert admin.post(address, data, headers={"accept": "application/json"}).json()["success"]
    kept = ItemPage.objects.get(slug="sans-nom")
    assert kept.contributions.count() == 1
    assert [one.field for one in objections_of(kept)] == ["contributions"]
    kept.live = True
    with pytest.raises(ValidationError, match="complete it"):
        kept.save()


def test_a_question_needs_no_picture(admin: Client) -> None:
    item = drafted()
    answer = {"text": "Oui", "correct": "", "feedback": ""}
    question = {
        "text": "Qui ?",
        "image": {"image": "", "alt": "", "caption": ""},
        "answers": streamfield([("", answer), ("", answer)]),
    }
    quiz = {"title": "Quiz", "questions": streamfield([("", question)])}
    data = form_of(admin, edit(item)) | nested_form_data({"media": streamfield([("quiz", quiz)])})
    response = admin.post(edit(item), data | PUBLISH)
    assert response.status_code == 302, response.context["form"].errors
    assert ItemPage.objects.get(pk=item.pk).live


@pytest.mark.parametrize("factory", FACTORIES)
def test_every_entry_leads_to_its_field(admin: Client, factory: Any) -> None:
    page = factory(bare=True, image=ImageFactory(uncredited=True))
    page.save_revision()
    shown = BeautifulSoup(admin.get(edit(page)).content, "html.parser")
    entries = shown.select("#publishing-checklist [data-required]")
    assert len(entries) >= 3
    for entry in entries:
        assert entry.a is not None, entry.get_text()
        assert shown.select(str(entry.a["data-w-focus-target-value"])), entry.a["data-field"]


def test_an_entry_names_its_tab(admin: Client) -> None:
    page = BeautifulSoup(admin.get(edit(drafted(bare=True))).content, "html.parser")
    said = page.select_one("[data-required] a[data-field=access_url]")
    assert said is not None
    assert "(Access and time)" in said.parent.get_text()  # type: ignore[union-attr]


def test_that_the_institution_is_suspended_is_told_before_anybody_tries() -> None:
    parent = InstitutionFactory(published=True)
    item = drafted(parent=parent)
    set_standing(parent.institution, verification_state="suspended", trust_level="new")
    staff = Client()
    staff.force_login(UserFactory(superuser=True, language="en"))
    assert ["suspended" in one for one in asked(staff.get(edit(item)).content)] == [True]


def test_nobody_elses_list_is_told() -> None:
    theirs = drafted(parent=InstitutionFactory(published=True), bare=True)
    own = InstitutionFactory(published=True)
    stranger = Client()
    stranger.force_login(UserFactory(member_of=own.institution, language="en"))
    for answer in (
        stranger.get(edit(theirs)),
        stranger.get(f"{edit(theirs)}?_w_hydrate_create_view=1"),
        stranger.post(edit(theirs), {}, headers={"accept": "application/json"}),
        stranger.get(reverse("publishing_checklist", args=[theirs.pk])),
    ):
        assert answer.status_code == 404
        assert asked(answer.content) == []
