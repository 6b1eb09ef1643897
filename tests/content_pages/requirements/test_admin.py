"""The gate as an editor meets it: on the form's fields, and as a message everywhere else."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page, TaskState, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.publication.models import PublishedDocument
from content_pages.models import (
    CategoryIndexPage,
    CategoryPage,
    GuideIndexPage,
    GuidePage,
    InstitutionIndexPage,
    InstitutionPage,
    ItemPage,
    NewsIndexPage,
    NewsPage,
    ProgrammeIndexPage,
    ProgrammePage,
)
from tests.editorial.ground import approve_at_desk
from tests.factories import (
    CategoryFactory,
    InstitutionFactory,
    ItemFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

ROWS = (
    *("occurrences", "accessibility_features", "rights_windows", "contributions"),
    "related_items",
)
NOTHING_ELSE = nested_form_data(
    {
        "title": "Sans rien d'autre",
        "slug": "",
        "body": streamfield([]),
        "media": streamfield([]),
        "steps": streamfield([]),
        "sections": streamfield([]),
        "picks": streamfield([]),
        "related": streamfield([]),
        "comments": inline_formset([]),
        **{name: inline_formset([]) for name in ROWS},
    }
)
# What the form's menus hold from the start.
CHOSEN = {"attendance": "online", "age_scheme": "none", "currency": "EUR"}
NO_PICTURE = {"image": None, "alt": "", "caption": ""}
PUBLISH = {"action-publish": "action-publish"}
PARENTS = [
    (CategoryPage, CategoryIndexPage),
    (GuidePage, GuideIndexPage),
    (InstitutionPage, InstitutionIndexPage),
    (NewsPage, NewsIndexPage),
    (ProgrammePage, ProgrammeIndexPage),
    (ItemPage, None),
]


@pytest.fixture
def editor(client: Client, no_workflow: None) -> Client:
    """Who publishes what they write."""
    client.force_login(UserFactory(superuser=True, language="en"))
    return client


def parent_of(index: type[Page] | None) -> Page:
    if index is None:
        return InstitutionFactory.found("fr")
    return index.objects.get(locale__language_code="fr")


def add(client: Client, model: type[Page], index: Any, **data: str) -> Any:
    address = reverse(
        "wagtailadmin_pages:add",
        args=["content_pages", model._meta.model_name, parent_of(index).pk],
    )
    return client.post(address, NOTHING_ELSE | data)


@pytest.mark.parametrize(("model", "index"), PARENTS)
def test_a_draft_needs_nothing_but_its_title(editor: Client, model: type[Page], index: Any) -> None:
    response = add(editor, model, index)
    page = model.objects.get(title="Sans rien d'autre")
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not page.live
    assert page.latest_revision is not None


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("text", {"title": "", "text": ""}),
        ("hero", {"title": "", "text": "", "image": NO_PICTURE, "page": None}),
        ("latest", {"title": "", "kind": "item", "limit": 6}),
    ],
)
def test_a_home_page_goes_live_whole_too(editor: Client, block: str, value: dict[str, Any]) -> None:
    """Drafts may be unfinished; bulk publishing is no way around the form."""
    home = home_page()
    before = list(home.sections.raw_data)
    home.sections = [(block, value)]
    home.save_revision(clean=False)
    editor.post(f"/admin/bulk/wagtailcore/page/publish/?id={home.pk}")
    assert list(home_page().sections.raw_data) == before


def test_a_page_of_a_taken_address_is_refused_before_its_slug_is_made(db: None) -> None:
    page = NewsIndexPage(title="Items", live=True)
    with pytest.raises(ValidationError, match="list of all items"), override("en"):
        home_page().add_child(instance=page)
    assert not NewsIndexPage.objects.filter(title="Items").exists()


@pytest.mark.parametrize("typed", ["17/05/2030 18:00", "2030-05-17 18:00"])
def test_english_dates_are_read_as_they_are_shown(editor: Client, typed: str) -> None:
    add(editor, ItemPage, None, **CHOSEN, on_demand_from=typed)
    day = ItemPage.objects.get().get_latest_revision_as_object().on_demand_from
    assert (day.year, day.month, day.day) == (2030, 5, 17)


@pytest.mark.parametrize("typed", ["0202-05-17 18:00", "0001-01-01 00:00", "9999-12-31 23:59"])
def test_a_date_in_no_year_somebody_means_is_refused_at_its_field(
    editor: Client, typed: str
) -> None:
    showing = {"starts_at": typed, "ends_at": "", "time_zone": "Asia/Tokyo", "status": "scheduled"}
    dates = {"on_demand_from": typed} | nested_form_data({"occurrences": inline_formset([showing])})
    response = add(editor, ItemPage, None, **CHOSEN, **dates)
    form = response.context["form"]
    wanted = ["Give a year from 1800 to 2199."]
    with override("en"):
        assert form.errors["on_demand_from"] == wanted
        assert form.formsets["occurrences"].errors[0]["starts_at"] == wanted
    assert not ItemPage.objects.exists()


def test_a_draft_in_another_script_is_saved_too(editor: Client) -> None:
    response = add(editor, NewsPage, NewsIndexPage, title="Ночь музеев")
    page = NewsPage.objects.get(title="Ночь музеев")
    assert page.slug == "noch-muzeev"
    assert response["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_publishing_from_the_form_shows_each_objection_on_its_field(editor: Client) -> None:
    response = add(editor, ItemPage, None, **CHOSEN, **PUBLISH)
    errors = response.context["form"].errors
    assert set(errors) == {"summary", "category", "format", "media", "access_mode", "access_url"}
    with override("en"):
        said = list(errors["summary"])
    assert said == ["Write a summary: one or two sentences, 200 characters at most."]
    assert "Add at least one medium" in response.content.decode()
    assert not ItemPage.objects.filter(title="Sans rien d'autre").exists()


def test_what_is_emptied_in_a_live_page_is_told_in_the_same_words(editor: Client) -> None:
    add(editor, ItemPage, None, **full_form())
    item = ItemPage.objects.get(slug="les-coulisses")
    address = reverse("wagtailadmin_pages:edit", args=[item.pk])
    emptied = {"summary": "", "category": "", **nested_form_data({"media": streamfield([])})}
    response = editor.post(address, full_form(**emptied))
    errors = response.context["form"].errors
    assert set(errors) == {"summary", "category", "media"}
    with override("en"):
        assert "one or two sentences" in errors["summary"][0]
    assert ItemPage.objects.get(pk=item.pk).summary == "Derrière le rideau."


def full_form(**data: str) -> dict[str, str]:
    facts = {
        "title": "Les coulisses",
        "slug": "les-coulisses",
        "summary": "Derrière le rideau.",
        "category": str(CategoryFactory.found("fr", code="theatre").pk),
        "format": "recording",
        "access_mode": "free",
        "access_url": "https://example.org/",
        **CHOSEN,
        **PUBLISH,
    }
    video = {
        "provider": "own",
        "url": "https://example.org/v",
        "title": "",
        "duration_seconds": "",
        "tracks": streamfield([]),
    }
    media = nested_form_data({"media": streamfield([("video", video)])})
    return NOTHING_ELSE | media | facts | data


def test_a_whole_form_goes_live(editor: Client) -> None:
    response = add(editor, ItemPage, None, **full_form())
    page = ItemPage.objects.get(slug="les-coulisses")
    assert page.live
    assert response["Location"] == reverse("wagtailadmin_explore", args=[page.get_parent().pk])


def test_rows_of_the_form_are_asked_before_anything_is_saved(editor: Client) -> None:
    row = {
        "starts_at": "2031-05-17 18:00",
        "ends_at": "2031-05-17 19:00",
        "time_zone": "Lutetia",
        "status": "scheduled",
        "url": "",
        "capacity": "",
    }
    rows = nested_form_data({"occurrences": inline_formset([row])})
    response = add(editor, ItemPage, None, **full_form(**rows))
    assert response.status_code == 200
    said = response.context["form"].formsets["occurrences"].non_form_errors()
    assert len(said) == 1
    assert "Europe/Paris" in said[0]
    assert "such as Europe/Paris" in response.content.decode()
    assert not ItemPage.objects.filter(slug="les-coulisses").exists()


def submitted(**values: Any) -> tuple[ItemPage, TaskState]:
    """An item in moderation, as Wagtail's default workflow has it."""
    item = ItemFactory(**values)
    item.save_revision()
    Workflow.objects.get(name="Moderation").start(item, UserFactory())
    return item, item.current_workflow_task_state


def emptied_in_review() -> tuple[ItemPage, TaskState]:
    """Whole when it was submitted, and no longer when it is approved."""
    item, task = submitted()
    item.summary = ""
    item.save_revision(user=UserFactory())
    return item, task


def test_approving_what_is_whole_publishes_it(client: Client) -> None:
    item, _task = submitted()
    client.force_login(UserFactory(group="Moderators"))
    approve_at_desk(client, item)
    assert PublishedDocument.objects.filter(page_id=item.pk).exists()


def test_a_refused_approval_is_no_approval_and_says_why(client: Client) -> None:
    item, task = emptied_in_review()
    client.force_login(UserFactory(group="Moderators", language="en"))
    response = approve_at_desk(client, item)
    assert response.status_code == 422
    assert "Write a summary" in response.content.decode()
    task.refresh_from_db()
    assert task.status == TaskState.STATUS_IN_PROGRESS
    item.refresh_from_db()
    assert not item.live


def test_publishing_in_bulk_publishes_all_or_says_which_is_not_ready(editor: Client) -> None:
    ready, bare = ItemFactory(), ItemFactory(bare=True)
    for item in (ready, bare):
        item.save_revision()
    listing = reverse("wagtailadmin_explore", args=[ready.get_parent().pk])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = f"?id={ready.pk}&id={bare.pk}&next={listing}"
    response = editor.post(address + query)
    assert response["Location"] == listing
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert len(said) == 1
    assert bare.title in said[0]
    assert not Page.objects.filter(pk__in=[ready.pk, bare.pk], live=True).exists()


def test_a_way_back_leads_nowhere_else(editor: Client) -> None:
    bare = ItemFactory(bare=True)
    bare.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(
        f"{address}?id={bare.pk}&next=https://evil.example/",
        headers={"referer": "https://evil.example/"},
    )
    assert response["Location"] == reverse("wagtailadmin_home")
