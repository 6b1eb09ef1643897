"""Edit forms: what they offer, in whose words, and a picture of every block."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail import blocks

from content_pages.blocks.body import BodyBlock
from content_pages.blocks.guide import GuideStepsBlock
from content_pages.blocks.media import MediaBlock
from content_pages.blocks.picks import PicksBlock
from content_pages.blocks.programme import SectionsBlock
from content_pages.models import ExternalReference, ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.factories import (
    CategoryFactory,
    InstitutionFactory,
    ItemFactory,
    ProgrammeFactory,
    UserFactory,
)


def edit(page: Any) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def streams() -> Iterator[blocks.Block]:
    for stream in (BodyBlock, MediaBlock, GuideStepsBlock, SectionsBlock, PicksBlock):
        yield from stream().child_blocks.values()


@pytest.mark.parametrize("block", streams(), ids=lambda block: block.name)
def test_every_block_has_a_picture_and_a_word_in_the_picker(
    admin: Client, block: blocks.Block
) -> None:
    assert block.is_previewable
    assert block.get_description()
    response = admin.get("/admin/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    drawn = response.content.decode().split(f'block--{block.name}">')[1]
    assert drawn.split("</div></div></main>")[0].strip()


def test_code_lists_speak_the_readers_language(home_institution: Any) -> None:
    item = ItemFactory(parent=home_institution, title="Item")
    for language, word in (("fr", "Captation"), ("ru", "Запись"), ("en", "Recording")):
        reader = signed_in(UserFactory(superuser=True, language=language))
        assert word in reader.get(edit(item)).content.decode()


def test_categories_are_those_of_the_pages_language(admin: Client, home_institution: Any) -> None:
    CategoryFactory(code="theatre", title="Théâtre", published=True)
    CategoryFactory(code="theatre_ru", title="Театр", locale="ru", published=True)
    page = admin.get(edit(ItemFactory(parent=home_institution))).content.decode()
    boxes = page.split('id="id_more_categories"')[1].split("w-field__comment")[0]
    assert "Théâtre" in boxes
    assert "Театр" not in boxes


def test_the_category_is_one_of_a_list_that_shows_what_lies_below_what(
    admin: Client, home_institution: Any
) -> None:
    music = CategoryFactory(code="music", title="Musique", published=True)
    opera = CategoryFactory(code="opera", title="Opéra", parent=music, published=True)
    CategoryFactory(code="music", title="Музыка", locale="ru", published=True)
    address = edit(ItemFactory(parent=home_institution, title="Tosca", category=None))
    soup = BeautifulSoup(admin.get(address).content, "html.parser")
    offered = [option.get_text() for option in soup.select("#id_category option")]
    assert offered[1:] == ["Musique", "– Opéra"]
    admin.post(address, form_of(admin, address) | {"category": str(opera.pk)})
    assert form_of(admin, address)["category"] == str(opera.pk)


def test_partners_are_kept_and_found_by_name(admin: Client, home_institution: Any) -> None:
    partner = InstitutionFactory(published=True, title="Opéra du Port")
    item = ItemFactory(parent=home_institution, title="À deux")
    item.partners = [partner]
    item.save_revision()
    data = form_of(admin, edit(item))
    assert data["partners"] == str(partner.pk)
    found = admin.get("/admin/page-suggestions/institution/", {"q": "opéra", "locale": "fr"}).json()
    assert [page["title"] for page in found["pages"]] == ["Opéra du Port"]
    assert admin.get(
        "/admin/page-suggestions/institution/", {"q": "opéra", "locale": "ru"}
    ).json() == {"pages": []}
    assert admin.get("/admin/page-suggestions/nonsense/").status_code == 404


def test_suggestions_do_not_tell_of_others_drafts(editor: Client) -> None:
    ProgrammeFactory(title="Nuit secrète")
    ProgrammeFactory(title="Nuit publique", published=True)
    found = editor.get("/admin/page-suggestions/programme/", {"q": "nuit"}).json()
    assert [page["title"] for page in found["pages"]] == ["Nuit publique"]


def test_what_other_systems_call_an_item_is_shown_and_not_asked(
    admin: Client, home_institution: Any
) -> None:
    item = ItemFactory(parent=home_institution)
    ExternalReference.objects.create(
        key=item.translation_key, source="ministere", external_id="A-1042"
    )
    page = admin.get(edit(item)).content.decode()
    assert "A-1042" in page
    assert str(item.translation_key) in page
    assert 'value="A-1042"' not in page


def test_a_draft_needs_its_title_alone(editor: Client, home_institution: Any) -> None:
    address = f"/admin/pages/add/content_pages/itempage/{home_institution.pk}/"
    response = editor.post(address, form_of(editor, address) | {"title": "Juste un titre"})
    item = ItemPage.objects.get(title="Juste un titre")
    assert response["Location"] == edit(item)
    assert not item.live


@pytest.mark.parametrize(
    ("parent", "model"),
    [("categories", "newspage"), ("news", "itempage"), ("toolkit", "programmepage")],
)
def test_a_page_goes_where_it_belongs(admin: Client, parent: str, model: str) -> None:
    home = ItemFactory().get_site().root_page
    section = home.get_children().get(slug=parent)
    response = admin.get(f"/admin/pages/add/content_pages/{model}/{section.pk}/")
    assert response["Location"] == "/admin/"


def test_what_must_be_chosen_is_not_chosen_for_the_editor(
    admin: Client, home_institution: Any
) -> None:
    form = admin.get(
        reverse("wagtailadmin_pages:add", args=["content_pages", "itempage", home_institution.pk])
    ).context["form"]
    for name in ("format", "access_mode"):
        assert form[name].value() == ""
        assert form.fields[name].choices[0][0] == ""
