"""What people are told of what they did: where a page goes, what is kept, what became of it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext, override
from wagtail.models import Page, Workflow
from wagtail.test.utils.form_data import nested_form_data, streamfield

from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.editorial.ground import approve_at_desk
from tests.factories import InstitutionFactory, ItemFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def russian_page(home_institution: Any) -> Any:
    return InstitutionFactory(published=True, translation_of=home_institution, locale="ru")


def contributor(institution: Any, language: str) -> Client:
    person = UserFactory(
        member_of=institution.institution, member_of__role="contributor", language=language
    )
    return signed_in(person)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("language", ["ru", "fr"])
def test_a_new_item_is_asked_its_language_ones_own_first(
    home_institution: Any, russian_page: Any, language: str
) -> None:
    client = contributor(home_institution, language)
    listing = BeautifulSoup(client.get("/admin/items/").content, "html.parser")
    adding = next(
        str(one["href"]) for one in listing.select("a[href]") if "choose_parent" in one["href"]
    )
    answer = client.get(adding)
    form = BeautifulSoup(answer.content, "html.parser")
    offered = [int(str(one["value"])) for one in form.select("input[name=parent_page]")]
    of_language = {"fr": home_institution.pk, "ru": russian_page.pk}
    assert offered[0] == of_language[language]
    assert set(offered) == set(of_language.values())
    checked = form.select_one("input[name=parent_page][checked]")
    assert checked is not None
    assert checked["value"] == str(offered[0])
    chosen = client.post(adding, {"parent_page": offered[0]})
    assert chosen["Location"].endswith(f"/{offered[0]}/")


def test_where_there_is_one_place_nothing_is_asked(home_institution: Any) -> None:
    client = contributor(home_institution, "ru")
    answer = client.get("/admin/items/choose_parent/")
    assert answer["Location"].endswith(f"/{home_institution.pk}/")


def test_who_has_many_places_looks_for_one(admin: Client) -> None:
    for _number in range(13):
        InstitutionFactory(published=True)
    form = BeautifulSoup(admin.get("/admin/items/choose_parent/").content, "html.parser")
    assert not form.select("input[type=radio]")
    assert form.select("input[name=parent_page]")


@pytest.mark.parametrize(
    ("listing", "offered"), [("items", True), ("institution_pages", False), ("news", False)]
)
def test_only_what_may_be_added_is_offered(
    home_institution: Any, listing: str, offered: bool
) -> None:
    page = contributor(home_institution, "en").get(f"/admin/{listing}/").content.decode()
    assert ("choose_parent" in page) is offered


def test_staff_are_offered_every_type(admin: Client, home_institution: Any) -> None:
    for listing in ("items", "institution_pages", "guides", "programmes", "news"):
        assert "choose_parent" in admin.get(f"/admin/{listing}/").content.decode()


@pytest.fixture
def unfinished(home_institution: Any, member: Any) -> Any:
    item = ItemFactory(bare=True, parent=home_institution, owner=member, title="Brouillon")
    item.save_revision(user=member)
    return item


@pytest.mark.parametrize(
    ("action", "words"),
    [("action-submit", "Not submitted for review"), ("action-publish", "Not published")],
)
def test_a_refusal_says_what_was_not_done_and_claims_nothing_saved(
    admin: Client, unfinished: Any, action: str, words: str
) -> None:
    response = admin.post(edit(unfinished), form_of(admin, edit(unfinished)) | {action: action})
    (message,) = said(response)
    assert message.strip().startswith(words)
    assert "What you typed is still here" in message
    assert response.context["form"].errors


def test_nothing_is_said_to_be_kept_that_no_draft_could_hold(
    editor: Client, unfinished: Any
) -> None:
    data = form_of(editor, edit(unfinished))
    revisions = unfinished.revisions.count()
    for wrong in ({"title": ""}, {"access_url": "no address"}):
        response = editor.post(edit(unfinished), data | wrong | {"action-submit": "1"})
        (message,) = said(response)
        assert message.strip().startswith("Not submitted for review")
        assert not {"saved", "draft"} & set(message.lower().split())
        ((name, value),) = wrong.items()
        assert response.context["form"][name].value() == value
    assert unfinished.revisions.count() == revisions


def test_a_new_page_that_is_refused_is_told_so_too(editor: Client, home_institution: Any) -> None:
    address = reverse(
        "wagtailadmin_pages:add", args=["content_pages", "itempage", home_institution.pk]
    )
    data = form_of(editor, address) | {"title": "Neuve", "action-submit": "1"}
    response = editor.post(address, data)
    (message,) = said(response)
    assert message.strip().startswith("Not submitted for review")
    assert not ItemPage.objects.filter(title="Neuve").exists()


@pytest.fixture
def in_review(home_institution: Any, member: Any) -> Any:
    item = ItemFactory(parent=home_institution, owner=member, title="Achevée")
    item.save_revision(user=member)
    Workflow.objects.get(name="Moderation").start(item, member)
    return item


def workflow_button(client: Client, page: Any, action: str) -> dict[str, Any]:
    """What the form of a page sends with one of Wagtail's buttons."""
    video = {
        "provider": "own",
        "url": "https://video.example.org/w/1",
        "title": "",
        "duration_seconds": "",
    }
    return form_of(client, edit(page)) | {
        "action-workflow-action": "1",
        "workflow-action-name": action,
        "workflow-action-extra-data": '{"comment": "Relu."}',
        **nested_form_data(
            {"media": streamfield([("video", video | {"tracks": streamfield([])})])}
        ),
    }


def test_a_reviewer_is_told_that_the_page_was_sent_back(moderator: Client, in_review: Any) -> None:
    sent = workflow_button(moderator, in_review, "reject")
    (message,) = said(moderator.post(edit(in_review), sent))
    assert "“Achevée”" in message
    assert "sent back" in message
    assert not Page.objects.get(pk=in_review.pk).live


def test_what_is_approved_is_confirmed(moderator: Client, in_review: Any) -> None:
    message, *_next = said(approve_at_desk(moderator, in_review))
    assert "“Achevée” is approved and public" in message


def test_nothing_is_approved_by_a_dialog_that_does_not_show_it(
    moderator: Client, in_review: Any
) -> None:
    """Between the dialog and its button the page may have become another."""
    task = in_review.current_workflow_task_state
    where = [in_review.pk, "approve", task.pk]
    for address in ("workflow_action", "collect_workflow_action_data"):
        dialog = reverse(f"wagtailadmin_pages:{address}", args=where)
        assert moderator.get(dialog).status_code == 302
        moderator.post(dialog, {"comment": ""})
    moderator.post(edit(in_review), workflow_button(moderator, in_review, "approve"))
    assert not Page.objects.get(pk=in_review.pk).live
    menu = moderator.get(edit(in_review)).content.decode()
    assert reverse("desk_item", args=[in_review.submissions.get().pk]) in menu


@pytest.mark.parametrize(
    ("role", "told"), [("contributor", True), ("editor", False), ("manager", False)]
)
def test_who_cannot_submit_is_told_who_does(home_institution: Any, role: str, told: bool) -> None:
    person = UserFactory(
        member_of=home_institution.institution, member_of__role=role, language="en"
    )
    item = ItemFactory(parent=home_institution, owner=person)
    adding = reverse(
        "wagtailadmin_pages:add", args=["content_pages", "itempage", home_institution.pk]
    )
    for address in (edit(item), adding):
        page = signed_in(person).get(address).content.decode()
        assert ("an editor or manager of the institution sends it for review" in page) is told


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_who_is_turned_away_is_told_why_in_their_language(language: str) -> None:
    client = signed_in(UserFactory(group="Operators", language=language))
    with override(language):
        reason = gettext("Sorry, you do not have permission to access this area.")
    (message,) = said(client.get("/admin/users/"))
    assert escape(reason) in message
    assert message.splitlines()[0] in client.get("/admin/").content.decode()


def test_an_address_that_is_none_is_answered_in_the_portals_own_look(admin: Client) -> None:
    response = admin.get("/admin/nothing/at/all/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "Coulisses" in page
    assert "core/logo.svg" in page
