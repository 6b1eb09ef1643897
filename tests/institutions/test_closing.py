"""What becomes of the content of an institution that is suspended or closed."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page

from cms.audit.models import Decision
from cms.core import clock
from cms.core.visibility import may_see
from cms.institutions.closing import carrying_out
from cms.institutions.closing.carrying_out import carry_on
from cms.institutions.models import Disposition, Institution
from cms.publication import clearance
from cms.publication.models import FormerPath, PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    InstitutionFactory,
    InstitutionRecordFactory,
    ItemFactory,
    UserFactory,
)
from tests.factories.clearing import go_live
from tests.institutions.applicants import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> Any:
    """A page with two live items and a draft."""
    page = InstitutionFactory(published=True, title="Cinéma du Phare", slug="phare")
    for name in ("nuit", "jour"):
        ItemFactory(parent=page, title=name, slug=name, published=True)
    ItemFactory(parent=page, title="brouillon", slug="brouillon").save_revision()
    return page


@pytest.fixture
def heir(db: None) -> Any:
    return InstitutionFactory(published=True, title="Théâtre des Marées", slug="marees")


@pytest.fixture
def moderator(db: None) -> Client:
    return signed_in(UserFactory(group="Moderators", username="irina", language="en"))


def say(client: Client, record: Institution, state: str, **said: Any) -> Any:
    data = {"verification_state": state, "trust_level": "known", "content": "keep", **said}
    return client.post(f"/admin/institution_records/standing/{record.pk}/", data)


def work() -> int:
    """All that waits; returns how many bites it took."""
    bites = 0
    while carry_on():
        bites += 1
    return bites


def public(client: Client, *paths: str) -> list[int]:
    found = [client.get("/api/v1/resolve", {"path": path}) for path in paths]
    return [301 if "redirect" in one.json() else one.status_code for one in found]


ADDRESSES = ("/fr/institutions/phare/", "/fr/institutions/phare/nuit/")


class TestItStays:
    def test_unless_something_else_is_said(self, house: Any, moderator: Client) -> None:
        say(moderator, house.institution, "suspended")
        assert work() == 0
        assert public(moderator, *ADDRESSES) == [200, 200]
        house.institution.refresh_from_db()
        assert house.institution.verification_state == "suspended"


class TestTakenDown:
    def test_everything_and_nothing_is_lost(self, house: Any, moderator: Client) -> None:
        pages = Page.objects.count()
        say(moderator, house.institution, "suspended", content="take_down", public_text="Litige")
        work()
        assert public(moderator, *ADDRESSES) == [410, 410]
        assert Page.objects.count() == pages
        assert not Page.objects.descendant_of(house, inclusive=True).live().exists()
        row = Disposition.objects.get()
        assert (row.state, row.done) == ("done", 3)

    def test_the_decision_is_on_record(self, house: Any, moderator: Client) -> None:
        said = {"public_text": "Litige", "private_note": "Le maire appelle."}
        say(moderator, house.institution, "suspended", content="take_down", **said)
        acts = Decision.objects.filter(institution_id=house.institution_id)
        assert set(acts.values_list("act", flat=True)) == {
            "institution_standing",
            "content_taken_down",
        }
        standing = acts.get(act="institution_standing")
        assert (standing.actor_name, standing.public_text) == ("irina", "Litige")
        assert standing.private_note == "Le maire appelle."
        assert standing.data["after"] == "suspended"

    def test_managers_read_the_public_text_only(self, house: Any, moderator: Client) -> None:
        boss = UserFactory(member_of=house.institution, member_of__role="manager")
        said = {"public_text": "Litige", "private_note": "Le maire appelle."}
        say(moderator, house.institution, "suspended", content="take_down", **said)
        (letter,) = [one for one in delivered() if boss.email in one.to]
        assert "Litige" in str(letter.body)
        assert "maire" not in str(letter.body)

    def test_a_bite_at_a_time_and_on_from_where_it_was(
        self, house: Any, moderator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(carrying_out, "BITE", 1)
        say(moderator, house.institution, "closed", content="take_down")
        assert carry_on() == 1
        assert Page.objects.descendant_of(house, inclusive=True).live().count() == 2
        assert work() == 2
        assert public(moderator, *ADDRESSES) == [410, 410]

    def test_aliases_go_with_their_sources_and_come_back(
        self, house: Any, heir: Any, moderator: Client
    ) -> None:
        item = ItemPage.objects.get(slug="nuit")
        alias = item.create_alias(parent=heir)
        say(moderator, house.institution, "suspended", content="take_down")
        work()
        alias.refresh_from_db()
        assert not alias.live
        say(moderator, house.institution, "validated", bring_back="on")
        work()
        alias.refresh_from_db()
        assert alias.live


class TestBroughtBack:
    @pytest.fixture
    def down(self, house: Any, moderator: Client) -> Any:
        say(moderator, house.institution, "suspended", content="take_down")
        work()
        return house

    def test_as_it_was(self, down: Any, moderator: Client) -> None:
        say(moderator, down.institution, "validated", bring_back="on")
        work()
        assert public(moderator, *ADDRESSES) == [200, 200]
        assert Disposition.objects.get().state == "returned"
        draft = Page.objects.get(slug="brouillon")
        assert not draft.live

    def test_only_when_it_is_asked_for(self, down: Any, moderator: Client) -> None:
        say(moderator, down.institution, "validated")
        assert work() == 0
        assert public(moderator, *ADDRESSES) == [410, 410]

    def test_what_was_down_before_stays_down(self, house: Any, moderator: Client) -> None:
        ItemPage.objects.get(slug="jour").unpublish()
        say(moderator, house.institution, "suspended", content="take_down")
        work()
        say(moderator, house.institution, "validated", bring_back="on")
        work()
        assert public(moderator, *ADDRESSES, "/fr/institutions/phare/jour/") == [200, 200, 410]

    def test_what_was_live_and_not_what_was_drafted_since(
        self, down: Any, moderator: Client
    ) -> None:
        item = ItemPage.objects.get(slug="nuit").get_latest_revision_as_object()
        item.title = "Jamais relu"
        item.save_revision()
        say(moderator, down.institution, "validated", bring_back="on")
        work()
        shown = PublishedDocument.objects.get(path=ADDRESSES[1])
        assert shown.title == "nuit"
        item = ItemPage.objects.get(slug="nuit")
        assert item.get_latest_revision_as_object().title == "Jamais relu"

    def test_what_is_no_longer_cleared_stays_down_and_says_why(
        self, down: Any, moderator: Client
    ) -> None:
        item = ItemPage.objects.get(slug="nuit")
        clearance.revoke(item.pk)
        say(moderator, down.institution, "validated", bring_back="on")
        work()
        assert public(moderator, *ADDRESSES, "/fr/institutions/phare/jour/") == [200, 410, 200]
        row = Disposition.objects.get()
        assert (row.state, row.problems.get().page_id) == ("returned", item.pk)
        shown = moderator.get(f"/admin/institution_records/standing/{down.institution.pk}/")
        assert row.problems.get().problem in shown.content.decode()

    def test_what_was_deleted_meanwhile_is_told_and_ends_it(
        self, down: Any, moderator: Client
    ) -> None:
        gone = Page.objects.get(slug="nuit")
        gone_id = gone.pk
        gone.delete()
        say(moderator, down.institution, "validated", bring_back="on")
        assert work() == 1
        assert public(moderator, *ADDRESSES, "/fr/institutions/phare/jour/") == [200, 410, 200]
        row = Disposition.objects.get()
        assert (row.state, row.problems.get().page_id) == ("returned", gone_id)
        shown = moderator.get(f"/admin/institution_records/standing/{down.institution.pk}/")
        assert "deleted meanwhile" in shown.content.decode()

    def test_half_taken_down_comes_back_too(
        self, house: Any, moderator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(carrying_out, "BITE", 1)
        say(moderator, house.institution, "suspended", content="take_down")
        carry_on()
        say(moderator, house.institution, "validated", bring_back="on")
        work()
        assert public(moderator, *ADDRESSES) == [200, 200]

    def test_nothing_to_bring_back_is_not_offered(self, house: Any, moderator: Client) -> None:
        address = f"/admin/institution_records/standing/{house.institution.pk}/"
        assert "bring_back" not in moderator.get(address).content.decode()


class TestHandedOver:
    def hand(self, client: Client, house: Any, heir: Any, state: str = "closed") -> Any:
        said = {"content": "hand_over", "successor": heir.institution.pk}
        return say(client, house.institution, state, **said)

    def test_pages_drafts_addresses_and_rights(
        self, house: Any, heir: Any, moderator: Client
    ) -> None:
        theirs = UserFactory(member_of=heir.institution)
        former = UserFactory(member_of=house.institution)
        draft = Page.objects.get(slug="brouillon")
        assert (may_see(theirs, draft), may_see(former, draft)) == (False, True)
        self.hand(moderator, house, heir)
        work()
        assert public(moderator, *ADDRESSES) == [301, 301]
        led = [
            moderator.get("/api/v1/resolve", {"path": path}).json()["redirect"]["to"]
            for path in ADDRESSES
        ]
        assert led == ["/fr/institutions/marees/", "/fr/institutions/marees/nuit/"]
        names = {one.slug for one in Page.objects.child_of(heir)}
        assert names == {"nuit", "jour", "brouillon"}
        draft.refresh_from_db()
        assert (may_see(theirs, draft), may_see(former, draft)) == (True, False)
        assert Page.objects.filter(pk=house.pk, live=False).exists(), "its page is kept"
        assert Disposition.objects.get().state == "done"

    def test_the_public_copy_says_whose_it_is(
        self, house: Any, heir: Any, moderator: Client
    ) -> None:
        self.hand(moderator, house, heir)
        work()
        key = ItemPage.objects.get(slug="nuit").translation_key
        shown = moderator.get(f"/api/v1/items/{key}").json()
        assert shown["institution"]["title"] == "Théâtre des Marées"

    def test_images_documents_and_collection_go_along(
        self, house: Any, heir: Any, moderator: Client
    ) -> None:
        collection = house.institution.collection
        image = ImageFactory(collection=collection)
        document = DocumentFactory(collection=collection)
        theirs = UserFactory(member_of=heir.institution)
        assert not may_see(theirs, image)
        self.hand(moderator, house, heir)
        work()
        collection.refresh_from_db()
        assert collection.get_parent() == heir.institution.collection
        assert may_see(theirs, image)
        assert may_see(theirs, document)
        image.refresh_from_db()
        assert image.collection == collection

    def test_a_namesake_gets_a_number_and_stays_public(
        self, house: Any, heir: Any, moderator: Client
    ) -> None:
        ItemFactory(parent=heir, title="Autre nuit", slug="nuit", published=True)
        self.hand(moderator, house, heir)
        work()
        moved = "/fr/institutions/marees/nuit-2/"
        assert public(moderator, "/fr/institutions/marees/nuit/", moved) == [200, 200]
        assert FormerPath.objects.filter(path=ADDRESSES[1]).exists()
        item = ItemPage.objects.get(slug="nuit-2")
        assert item.get_latest_revision_as_object().slug == "nuit-2"

    def test_a_namesakes_approved_next_version_goes_live_at_its_time(
        self, house: Any, heir: Any, moderator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ItemFactory(parent=heir, title="Autre nuit", slug="nuit", published=True)
        item = ItemPage.objects.get(slug="nuit", title="nuit")
        soon = clock.now() + timedelta(hours=1)
        go_live(item, title="La nuit prochaine", go_live_at=soon)
        self.hand(moderator, house, heir)
        work()
        later = soon + timedelta(hours=1)
        monkeypatch.setattr("cms.core.clock.now", lambda: later)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        call_command("publish_scheduled")
        shown = PublishedDocument.objects.get(page_id=item.pk)
        assert (shown.path, shown.title) == (
            "/fr/institutions/marees/nuit-2/",
            "La nuit prochaine",
        )

    def test_a_language_without_a_place_is_named(
        self, house: Any, heir: Any, moderator: Client
    ) -> None:
        russian = InstitutionFactory(
            published=True, locale="ru", translation_of=house, institution=house.institution
        )
        ItemFactory(parent=russian, locale="ru", published=True)
        answer = self.hand(moderator, house, heir)
        assert "Russian" in answer.content.decode()
        house.institution.refresh_from_db()
        assert house.institution.verification_state == "validated"
        assert not Disposition.objects.exists()

    @pytest.mark.parametrize("state", ["suspended", "closed"])
    def test_not_to_one_that_is_barred(
        self, house: Any, heir: Any, moderator: Client, state: str
    ) -> None:
        say(moderator, heir.institution, state)
        assert self.hand(moderator, house, heir).status_code == 200
        assert not Disposition.objects.exists()

    def test_not_to_itself_nor_to_nobody(self, house: Any, moderator: Client) -> None:
        self.hand(moderator, house, house)
        say(moderator, house.institution, "closed", content="hand_over")
        assert not Disposition.objects.exists()

    def test_validated_only_when_it_is_done(self, house: Any, heir: Any, moderator: Client) -> None:
        self.hand(moderator, house, heir)
        assert "handed over" in say(moderator, house.institution, "validated").content.decode()
        work()
        say(moderator, house.institution, "validated")
        house.institution.refresh_from_db()
        assert house.institution.verification_state == "validated"
        assert house.institution.collection is not None, "a new one, for what it makes from now on"

    def test_what_cannot_be_moved_is_told_and_keeps_no_other(
        self, house: Any, heir: Any, moderator: Client
    ) -> None:
        self.hand(moderator, house, heir)
        say(moderator, heir.institution, "suspended")
        work()
        row = Disposition.objects.get()
        assert row.state == "done"
        assert {Page.objects.get(pk=one.page_id).slug for one in row.problems} == {"nuit", "jour"}
        assert {one.slug for one in Page.objects.child_of(heir)} == {"brouillon"}
        assert public(moderator, ADDRESSES[1]) == [200]


class TestWhoDecides:
    @pytest.mark.parametrize("role", ["contributor", "editor", "manager"])
    def test_members_do_not(self, house: Any, heir: Any, role: str) -> None:
        member = UserFactory(member_of=house.institution, member_of__role=role)
        said = {"content": "hand_over", "successor": heir.institution.pk}
        say(signed_in(member), house.institution, "closed", **said)
        house.institution.refresh_from_db()
        assert house.institution.verification_state == "validated"
        assert not Disposition.objects.exists()

    def test_one_thing_after_the_other(self, house: Any, heir: Any, moderator: Client) -> None:
        say(moderator, house.institution, "suspended", content="take_down")
        answer = say(
            moderator,
            house.institution,
            "closed",
            content="hand_over",
            successor=heir.institution.pk,
        )
        assert "under way" in answer.content.decode()
        assert Disposition.objects.count() == 1

    def test_a_take_down_does_not_wait_until_a_hand_over_is_through(
        self, house: Any, heir: Any, moderator: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(carrying_out, "BITE", 1)
        said = {"content": "hand_over", "successor": heir.institution.pk}
        say(moderator, house.institution, "closed", **said)
        other = InstitutionFactory(published=True, slug="autre")
        say(moderator, other.institution, "suspended", content="take_down")
        carry_on()
        carry_on()
        assert public(moderator, "/fr/institutions/autre/") == [410]
        assert Disposition.objects.get(kind="hand_over").state == "running"

    def test_a_record_without_pages(self, moderator: Client) -> None:
        record = InstitutionRecordFactory()
        say(moderator, record, "closed", content="take_down")
        assert work() == 0
        assert Disposition.objects.get().state == "done"
