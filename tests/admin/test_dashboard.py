"""The dashboard: what is new, what waits, what went stale; each to whom it concerns."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.html import escape
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import Locale

from cms.core import clock
from cms.editorial import policies
from cms.editorial.workflow import services
from content_pages.dashboard import reviews
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.factories import (
    DocumentFactory,
    GuideFactory,
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    UserFactory,
)
from tests.factories.items import occurrence

# The menu of help, which counts what is unread in it.
HELP_ITSELF = '"data-w-dismissible-id-value": "help"'
YESTERDAY = timedelta(days=-1)


class Broken(Component):
    """A panel or a count somebody adds, which fails whatever is asked of it."""

    name = "broken"
    order = 20

    def is_shown(self) -> bool:
        raise LookupError("is_shown")

    def render_html(self, parent_context: Any = None) -> Any:
        raise LookupError("render_html")

    @property
    def media(self) -> Any:
        raise LookupError("media")


def add_broken(request: Any, parts: list[Component]) -> None:
    parts.insert(0, Broken())


def test_the_latest_items_come_with_picture_state_institution_and_language(
    admin: Client, home_institution: Any
) -> None:
    item = ItemFactory(
        published=True, parent=home_institution, title="Nuit blanche", image=ImageFactory()
    )
    item.save_revision()
    page = admin.get("/admin/").content.decode()
    latest = page.split('id="latest-section"')[1].split("</section>")[0]
    for word in ("Nuit blanche", "/images/", "live", "FR", escape(home_institution.title)):
        assert word in latest


def test_a_member_sees_nobody_elses_work(editor: Client, home_institution: Any) -> None:
    ItemFactory(parent=home_institution, title="À nous").save_revision()
    ItemFactory(parent=InstitutionFactory(title="Autre"), title="À eux").save_revision()
    page = editor.get("/admin/").content.decode()
    assert "À nous" in page
    assert "À eux" not in page


@pytest.mark.parametrize("group", ["Operators", "Moderators"])
def test_an_institutions_drafts_do_not_wait_for_the_portals_staff(
    home_institution: Any, group: str
) -> None:
    person = UserFactory(group=group, language="en")
    ItemFactory(parent=home_institution, title="Chez eux").save_revision()
    waiting = 'id="drafts-section"'
    assert waiting not in signed_in(person).get("/admin/").content.decode()
    ItemFactory(parent=home_institution, title="À moi", owner=person).save_revision(user=person)
    drafts = signed_in(person).get("/admin/").content.decode().split(waiting)[1]
    assert "À moi" in drafts.split("</section>")[0]
    assert "Chez eux" not in drafts.split("</section>")[0]


def test_drafts_wait_for_their_author_until_they_are_sent(
    editor: Client, member: Any, home_institution: Any
) -> None:
    item = ItemFactory(parent=home_institution, title="Presque prêt", owner=member)
    item.save_revision(user=member)
    waiting = 'id="drafts-section"'
    assert waiting in editor.get("/admin/").content.decode()
    item.get_workflow().start(item, member)
    assert waiting not in editor.get("/admin/").content.decode()


def test_what_is_in_review_says_so(editor: Client, member: Any, home_institution: Any) -> None:
    item = ItemFactory(parent=home_institution, title="À relire", owner=member)
    item.save_revision(user=member)
    item.get_workflow().start(item, member)
    for address, around in (("/admin/", 'id="latest-section"'), ("/admin/items/", "<tbody>")):
        shown = editor.get(address).content.decode().split(around)[1]
        assert "submitted" in shown.split("À relire")[0] + shown.split("À relire")[1][:2000]


def test_a_card_speaks_the_readers_language(home_institution: Any) -> None:
    item = ItemFactory(published=True, parent=home_institution, title="Nuit des musées")
    item.save_revision()
    russian = item.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    russian.title = "Ночь музеев"
    russian.save_revision()
    for language, title in (("fr", "Nuit des musées"), ("ru", "Ночь музеев")):
        reader = signed_in(UserFactory(superuser=True, language=language))
        latest = reader.get("/admin/").content.decode().split('id="latest-section"')[1]
        assert title in latest.split("</section>")[0]


def test_a_guide_past_its_review_date_is_shown_to_its_owner_alone(
    admin: Client, superuser: Any, moderator: Client
) -> None:
    today = clock.now().date()
    stale = GuideFactory(title="Périmé", review_on=today + YESTERDAY, review_owner=superuser)
    GuideFactory(title="À jour", review_on=today, review_owner=superuser)
    panel = 'id="stale-guides-section"'
    mine = admin.get("/admin/").content.decode()
    assert stale.title in mine.split(panel)[1].split("</section>")[0]
    assert "À jour" not in mine.split(panel)[1].split("</section>")[0]
    assert panel not in moderator.get("/admin/").content.decode()


def test_the_listing_of_guides_finds_the_stale_ones(admin: Client, superuser: Any) -> None:
    today = clock.now().date()
    GuideFactory(title="Périmé", review_on=today + YESTERDAY, review_owner=superuser)
    GuideFactory(title="Bientôt", review_on=today + timedelta(days=7), review_owner=superuser)
    GuideFactory(title="Plus tard", review_on=today + timedelta(days=90), review_owner=superuser)
    for review, title in (("past", "Périmé"), ("soon", "Bientôt")):
        found = admin.get("/admin/guides/", {"review": review}).context["object_list"]
        assert [page.title for page in found] == [title]


def test_a_page_no_person_ever_saved_is_a_card_without_a_date(
    editor: Client, home_institution: Any
) -> None:
    ItemFactory(parent=home_institution, title="Avec révision").save_revision()
    scripted = ItemFactory(parent=home_institution, title="Fait par un script")
    assert scripted.latest_revision_created_at is None
    page = editor.get("/admin/")
    drafts = BeautifulSoup(page.content, "html.parser").select("#drafts-section h3")
    assert [title.get_text(strip=True) for title in drafts] == [
        "Avec révision",
        "Fait par un script",
    ]
    listed = editor.get("/admin/items/").content.decode()
    assert "Fait par un script" in listed
    assert editor.get(f"/admin/pages/{scripted.pk}/edit/").status_code == 200


@pytest.mark.parametrize("hook", ["construct_homepage_panels", "construct_homepage_summary_items"])
def test_one_broken_part_leaves_the_others_standing(
    editor: Client, home_institution: Any, hook: str, caplog: pytest.LogCaptureFixture
) -> None:
    ItemFactory(parent=home_institution, title="Toujours là").save_revision()
    with hooks.register_temporarily(hook, add_broken, order=500):
        response = editor.get("/admin/")
    page = BeautifulSoup(response.content, "html.parser")
    assert [one["data-broken"] for one in page.select("[data-broken]")] == ["broken"]
    assert "could not be shown" in page.select("[data-broken]")[0].get_text()
    assert "Toujours là" in page.select("#latest-section")[0].get_text()
    assert len(page.select(".w-summary__list li")) >= 1
    told = [one for one in caplog.records if one.name == "cms.core.dashboard"]
    assert {str(one.exc_info[1]) for one in told if one.exc_info} >= {"render_html", "media"}


def test_a_member_counts_their_own_pages(
    editor: Client, admin: Client, home_institution: Any
) -> None:
    ItemFactory(parent=home_institution, title="À nous")
    elsewhere = InstitutionFactory(published=True)
    for title in ("À eux", "À eux aussi"):
        ItemFactory(parent=elsewhere, title=title)

    def counted(client: Client) -> int:
        page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        said = page.select(".w-summary__list li")[0].get_text(" ", strip=True)
        return int(said.split()[0])

    assert counted(editor) == 1 + 1  # the institution's page and what is below it
    assert counted(admin) > 2 + 3


def test_help_advertises_no_release(admin: Client, editor: Client) -> None:
    for client in (admin, editor):
        page = client.get("/admin/").content.decode()
        assert "editor-guide" in page
        assert "whats-new-in-wagtail" not in page
        assert page.count("data-w-dismissible-id-value") == page.count(HELP_ITSELF) == 1


@pytest.mark.parametrize(("role", "listed"), [("contributor", 1), ("manager", 2)])
def test_files_are_counted_as_the_listings_show_them(
    home_institution: Any, role: str, listed: int
) -> None:
    """Whatever else may be chosen: who follows the count finds what it counts."""
    institution = home_institution.institution
    person = UserFactory(member_of=institution, member_of__role=role, language="en")
    for factory in (ImageFactory, DocumentFactory):
        factory(collection=institution.collection, uploaded_by_user=person)
        factory(collection=institution.collection)
    client = signed_in(person)
    counts = BeautifulSoup(client.get("/admin/").content, "html.parser").select(
        ".w-summary__list li"
    )[1:]
    assert len(counts) == 2
    for count, path in zip(counts, ("/admin/images/", "/admin/documents/"), strict=True):
        assert int(count.get_text(" ", strip=True).split()[0]) == listed
        found = client.get(path).context["object_list"]
        assert len(found) == listed


def test_counts_are_words_in_a_sentence(home_institution: Any) -> None:
    institution = home_institution.institution
    person = UserFactory(member_of=institution, member_of__role="manager", language="en")
    ImageFactory(collection=institution.collection)
    DocumentFactory(collection=institution.collection)
    page = BeautifulSoup(signed_in(person).get("/admin/").content, "html.parser")
    said = [one.get_text(strip=True) for one in page.select(".w-summary__list li a")]
    assert said == ["1 page", "1 image", "1 document"]


class TestOfWhatIsReviewed:
    @pytest.fixture
    def desk(self, db: None) -> Desk:
        return Desk()

    def shown(self, desk: Desk, what: str) -> list[str]:
        page = BeautifulSoup(signed_in(desk.editor).get("/admin/").content, "html.parser")
        return [one.get_text(strip=True) for one in page.select(what)]

    def rejected(self, desk: Desk, title: str) -> Any:
        item = desk.draft(title=title)
        services.submit(page=item, user=desk.editor)
        (review,) = policies.open_reviews(item)
        reasons = [services.Reason("out_of_scope")]
        services.reject(review=review, user=desk.moderator, reasons=reasons)
        return ItemPage.objects.get(pk=item.pk)

    def test_a_rejection_that_was_answered_keeps_no_new_one_from_sight(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(reviews, "SHOWN", 2)
        for title in ("Vieux", "Plus vieux"):
            self.rejected(desk, title).save_revision(user=desk.editor)
        for title in ("D'avant-hier", "D'hier", "Tout neuf"):
            self.rejected(desk, title)
        assert self.shown(desk, "#answers-section h3 a") == ["Tout neuf", "D'hier"]

    def test_a_page_waits_for_one_answer_once(self, desk: Desk) -> None:
        item = self.rejected(desk, "Deux fois")
        services.submit(page=item, user=desk.editor)
        (review,) = policies.open_reviews(item)
        reasons = [services.Reason("broken_link")]
        services.request_changes(review=review, user=desk.moderator, reasons=reasons)
        assert self.shown(desk, "#answers-section h3 a") == ["Deux fois"]

    def test_two_showings_at_one_moment_are_two(self, desk: Desk) -> None:
        at = clock.now() + timedelta(days=3)
        desk.public(title="Deux salles", occurrences=[occurrence(at), occurrence(at)])
        assert len(self.shown(desk, "#calendar-section dd")) == 2
