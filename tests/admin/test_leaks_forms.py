"""Forms take only what their editor may see: no draft of another's is drawn in by its number."""

import json
from typing import Any

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    Translation,
    TranslationSource,
)

from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    ProgrammeFactory,
    UserFactory,
)
from tests.factories.items import MEDIA

SECRET = "Secretarium"
REFUSED = "Choose something that is public or your institution"


@pytest.fixture
def elsewhere(db: None) -> Any:
    return InstitutionFactory(published=True, title="Opéra du Port")


@pytest.fixture
def foreign(elsewhere: Any) -> dict[str, Any]:
    """Another institution's private things."""
    collection = elsewhere.institution.collection
    return {
        # Of what lacks words and credit, more is said than of what lacks nothing.
        "image": ImageFactory(title=f"{SECRET} image", collection=collection, uncredited=True),
        "document": DocumentFactory(title=f"{SECRET} document", collection=collection),
        "draft": ItemFactory(title=f"{SECRET} draft", parent=elsewhere),
        "programme": ProgrammeFactory(title=f"{SECRET} night"),
        "person": UserFactory(first_name=SECRET, member_of=elsewhere.institution),
    }


@pytest.fixture
def item(home_institution: Any, member: Any) -> Any:
    page = ItemFactory(parent=home_institution, title="Le nôtre", owner=member)
    page.save_revision(user=member)
    return page


def edit(page: Any) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def paragraph(html_id: int) -> dict[str, str]:
    """A body of one paragraph with a link to a page, as the editor's script posts it."""
    text = "voir ici"
    raw = {
        "blocks": [
            {
                "key": "a",
                "text": text,
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": len(text), "key": 0}],
            }
        ],
        "entityMap": {
            "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"id": html_id, "parentId": 1}}
        },
    }
    return {
        "body-count": "1",
        "body-0-type": "paragraph",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value": json.dumps(raw),
    }


def media_file(document_id: int) -> dict[str, str]:
    return {
        "media-count": "1",
        "media-0-type": "file",
        "media-0-order": "0",
        "media-0-deleted": "",
        "media-0-id": "",
        "media-0-value-document": str(document_id),
        "media-0-value-title": "",
    }


def blocks(field: str, *block: Any) -> dict[str, str]:
    """A stream of this one block, as its form posts it."""
    posted: dict[str, str] = nested_form_data({field: streamfield([block])})
    return posted


def picture(image_id: int) -> dict[str, str]:
    return {"image": str(image_id), "alt": "", "caption": ""}


def gallery(image_id: int) -> dict[str, Any]:
    return {"title": "", "images": streamfield([("", picture(image_id))])}


def related(item_id: int) -> dict[str, str]:
    return {
        "related_items-TOTAL_FORMS": "1",
        "related_items-0-item": str(item_id),
        "related_items-0-id": "",
        "related_items-0-ORDER": "1",
        "related_items-0-DELETE": "",
    }


FORGED = {
    "an image": lambda theirs: {"image": str(theirs["image"].pk)},
    "an image in running text": lambda theirs: blocks("body", "image", picture(theirs["image"].pk)),
    "an image in a gallery": lambda theirs: blocks("media", "gallery", gallery(theirs["image"].pk)),
    "a document in a stream": lambda theirs: media_file(theirs["document"].pk),
    "a link in running text": lambda theirs: paragraph(theirs["draft"].pk),
    "a related item": lambda theirs: related(theirs["draft"].pk),
    "a programme": lambda theirs: {"programmes": [str(theirs["programme"].pk)]},
}


@pytest.mark.parametrize("what", FORGED)
def test_another_institutions_private_things_are_refused(
    editor: Client, item: Any, foreign: dict[str, Any], what: str
) -> None:
    before = ItemPage.objects.get(pk=item.pk).latest_revision_id
    answer = editor.post(edit(item), form_of(editor, edit(item)) | FORGED[what](foreign))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert REFUSED in text
    assert "First correct what was refused" in text
    assert SECRET.lower() not in text.lower()
    assert ItemPage.objects.get(pk=item.pk).latest_revision_id == before


@pytest.mark.parametrize("what", FORGED)
def test_a_preview_does_not_show_them_either(
    editor: Client, item: Any, foreign: dict[str, Any], what: str
) -> None:
    address = f"{edit(item)}preview/"
    posted = editor.post(address, form_of(editor, edit(item)) | FORGED[what](foreign))
    assert posted.json()["is_valid"] is False
    shown = editor.get(f"{address}?in_preview_panel=true&mode=here").content.decode()
    assert SECRET.lower() not in shown.lower()


@pytest.mark.parametrize("what", FORGED)
def test_nor_may_a_new_page_take_them(
    editor: Client, home_institution: Any, foreign: dict[str, Any], what: str
) -> None:
    address = f"/admin/pages/add/content_pages/itempage/{home_institution.pk}/"
    data = form_of(editor, address) | {"title": "Neuf"} | FORGED[what](foreign)
    text = editor.post(address, data).content.decode()
    assert REFUSED in text
    assert SECRET.lower() not in text.lower()
    assert not ItemPage.objects.filter(title="Neuf").exists()


@pytest.mark.parametrize("what", FORGED)
def test_a_form_that_is_wrong_elsewhere_tells_no_name(
    editor: Client, item: Any, foreign: dict[str, Any], what: str
) -> None:
    data = form_of(editor, edit(item)) | FORGED[what](foreign) | {"title": ""}
    assert SECRET.lower() not in editor.post(edit(item), data).content.decode().lower()


@pytest.mark.parametrize("what", FORGED)
def test_the_portals_staff_may_take_them(
    admin: Client, item: Any, foreign: dict[str, Any], what: str
) -> None:
    answer = admin.post(edit(item), form_of(admin, edit(item)) | FORGED[what](foreign))
    assert answer["Location"] == edit(item)


def test_what_is_public_of_others_may_be_shown(
    editor: Client, item: Any, elsewhere: Any, foreign: dict[str, Any]
) -> None:
    image = foreign["image"]
    image.description, image.credit, image.licence = "Un rideau", "Anne Morel", "cc_by"
    image.save()
    public = ItemFactory(
        title="Ouverte", parent=elsewhere, image=image, published=True, media=MEDIA
    )
    data = form_of(editor, edit(item)) | {"image": str(image.pk)} | related(public.pk)
    assert editor.post(edit(item), data | paragraph(public.pk))["Location"] == edit(item)
    saved = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert saved.image_id == image.pk
    assert [one.item_id for one in saved.related_items.all()] == [public.pk]


def test_ones_own_things_may_be_shown(editor: Client, item: Any, home_institution: Any) -> None:
    collection = home_institution.institution.collection
    image = ImageFactory(collection=collection)
    other = ItemFactory(parent=home_institution)
    data = form_of(editor, edit(item)) | {"image": str(image.pk)} | related(other.pk)
    data |= media_file(DocumentFactory(collection=collection).pk)
    assert editor.post(edit(item), data)["Location"] == edit(item)


def test_what_the_saved_version_shows_stays(
    editor: Client, item: Any, foreign: dict[str, Any], superuser: Any
) -> None:
    """Chosen by somebody who may, or public when it was chosen."""
    page = ItemPage.objects.get(pk=item.pk)
    page.image = foreign["image"]
    page.save_revision(user=superuser)
    data = form_of(editor, edit(item)) | {"title": "Retouché"}
    assert data["image"] == str(foreign["image"].pk)
    assert editor.post(edit(item), data)["Location"] == edit(item)


@pytest.mark.parametrize(
    "forged",
    [{"image": "999999"}, paragraph(999_999), related(999_999)],
    ids=["image", "link", "item"],
)
def test_a_number_that_names_nothing_is_refused_and_not_an_error(
    editor: Client, item: Any, forged: dict[str, str]
) -> None:
    answer = editor.post(edit(item), form_of(editor, edit(item)) | forged | {"title": "Retouché"})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.errors or form.formsets["related_items"].total_error_count()
    saved = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert saved.title == "Le nôtre"


def test_in_a_block_of_a_draft_such_a_number_is_an_empty_choice(editor: Client, item: Any) -> None:
    editor.post(edit(item), form_of(editor, edit(item)) | media_file(999_999))
    saved = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    assert [block.value["document"] for block in saved.media] == [None]


def test_a_page_is_not_given_to_an_institution_one_does_not_see(
    editor: Client, home_institution: Any, elsewhere: Any
) -> None:
    home_institution.save_revision()
    data = form_of(editor, edit(home_institution))
    assert "institution" not in data  # the portal's staff decide it
    data["institution"] = str(elsewhere.institution.pk)
    assert editor.post(edit(home_institution), data)["Location"] == edit(home_institution)
    saved = home_institution.get_latest_revision_as_object()
    assert saved.institution_id == home_institution.institution_id


def test_a_contributor_chooses_as_an_editor_does(
    home_institution: Any, foreign: dict[str, Any]
) -> None:
    person = UserFactory(
        member_of=home_institution.institution, member_of__role="contributor", language="en"
    )
    page = ItemFactory(parent=home_institution, title="Le sien", owner=person)
    page.save_revision(user=person)
    contributor = signed_in(person)
    forged = form_of(contributor, edit(page)) | {"image": str(foreign["image"].pk)}
    text = contributor.post(edit(page), forged).content.decode()
    assert REFUSED in text
    assert SECRET.lower() not in text.lower()


def test_a_translation_shows_no_image_its_translator_may_not_see(
    home_institution: Any, editor: Client, item: Any, foreign: dict[str, Any]
) -> None:
    ours = ImageFactory(collection=home_institution.institution.collection)
    page = ItemPage.objects.get(pk=item.pk)
    page.image = ImageFactory(collection=home_institution.institution.collection)
    page.save_revision()
    page.save(clean=False)
    translation, segment = in_english(home_institution, page)
    address = f"/admin/localize/translate/{translation.pk}/overrides/{segment.pk}/edit/"
    theirs = foreign["image"]
    for body, kind in (
        (f"value={theirs.pk}", FORM),
        (f"value=%20{theirs.pk}", FORM),
        (multipart(value=theirs.pk), MULTIPART),
        (multipart(x=f"&value={ours.pk}&", value=theirs.pk), MULTIPART),
        # The same bytes are two forms, as two encodings read them.
        (f"value={theirs.pk}&".encode("cp037") + b"&value=%d" % ours.pk, f"{FORM}; charset=cp037"),
    ):
        assert editor.put(address, body, kind).status_code == 404, body
    assert not SegmentOverride.objects.exists()
    for body, kind in (("", FORM), ("{}", "application/json"), ("x", "text/plain")):
        assert editor.put(address, body, kind).status_code == 415, kind
    # As the translator's screen sends it.
    assert editor.put(address, multipart(value=ours.pk), MULTIPART).status_code == 201
    assert editor.put(address, f"value={ours.pk}", FORM).status_code == 200
    assert json.loads(SegmentOverride.objects.get().data_json) == str(ours.pk)


FORM, MULTIPART = "application/x-www-form-urlencoded", MULTIPART_CONTENT


def multipart(**parts: Any) -> bytes:
    return encode_multipart(BOUNDARY, parts)


def in_english(institution_page: Any, page: Any) -> tuple[Any, Any]:
    """The page's English translation, and the place where its image may be another one."""
    InstitutionFactory(published=True, locale="en", translation_of=institution_page)
    source, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(publish=False)
    return translation, OverridableSegment.objects.get(source=source, context__path="image")
