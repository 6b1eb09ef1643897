"""Who is written to about a page: those who work on it now, of each thing once."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Locale, Page

from cms.accounts.models import User
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models import Submission
from cms.editorial.notices import watching
from cms.editorial.notices.watching import tell_what_expires
from cms.editorial.workflow import services
from cms.editorial.workflow.services import Reason
from cms.institutions.models import Membership
from cms.institutions.services import remove_member
from cms.notifications.models import Message
from tests.admin.conftest import signed_in
from tests.editorial.at_once.conftest import posts
from tests.editorial.people import Desk
from tests.factories import InstitutionFactory, UserFactory
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


def told(event: str) -> set[Any]:
    return {one.user for one in Message.objects.filter(event=event).select_related("user")}


def sent_back(desk: Desk, item: Any) -> None:
    (review,) = policies.open_reviews(item)
    services.request_changes(review=review, user=desk.moderator, reasons=[Reason("duplicate")])


def leave(person: Any) -> None:
    remove_member(Membership.objects.get(user=person))


class TestWhoHasLeft:
    def test_is_told_nothing_and_who_looks_after_it_is(self, desk: Desk) -> None:
        item = desk.draft(by=desk.contributor)
        services.submit(page=item, user=desk.editor)
        other = UserFactory(member_of=desk.institution)
        leave(desk.editor)
        sent_back(desk, item)
        assert told("changes_requested") == {other}

    def test_who_is_there_still_is_told(self, desk: Desk) -> None:
        item = desk.draft()
        services.submit(page=item, user=desk.editor)
        sent_back(desk, item)
        assert told("changes_requested") == {desk.editor}

    def test_withdraws_nothing(self, desk: Desk) -> None:
        item = desk.draft()
        services.submit(page=item, user=desk.editor)
        assert policies.may_withdraw(desk.editor, item)
        leave(desk.editor)
        assert not policies.may_withdraw(User.objects.get(pk=desk.editor.pk), item)


class TestWhatAColleagueEnds:
    @pytest.fixture
    def colleague(self, desk: Desk) -> Any:
        return UserFactory(member_of=desk.institution, member_of__role="editor", language="en")

    def test_taking_it_off_the_portal(self, desk: Desk, colleague: Any) -> None:
        posts(colleague, "withdraw_from_portal", desk.public(owner=desk.editor), reason="Droits")
        assert told("unpublished") == {desk.editor}
        assert Message.objects.get(event="unpublished").context["text"] == "Droits"

    def test_taking_it_back_from_review(self, desk: Desk, colleague: Any) -> None:
        item = desk.draft()
        services.submit(page=item, user=desk.editor)
        posts(colleague, "withdraw_from_review", item, note="Pas prêt")
        assert told("withdrawn") == {desk.editor}
        assert Message.objects.get(event="withdrawn").context["text"] == "Pas prêt"

    def test_publishing_it_in_an_emergency(self, desk: Desk) -> None:
        item = desk.draft()
        services.submit(page=item, user=desk.editor)
        posts(desk.head, "publish_emergency", item, reason="Alerte")
        assert told("withdrawn") == {desk.editor}
        text = Message.objects.get(event="withdrawn").context["text"]
        assert text == "It was published in an emergency: Alerte"

    def test_who_ended_it_themselves_knows(self, desk: Desk) -> None:
        item = desk.draft(owner=desk.editor)
        services.submit(page=item, user=desk.editor)
        posts(desk.editor, "withdraw_from_review", item)
        assert told("withdrawn") == set()


class TestAnAnswer:
    @pytest.mark.parametrize("reviews_still", [True, False])
    def test_reaches_who_asked_for_changes(self, desk: Desk, reviews_still: bool) -> None:
        item = desk.draft()
        services.submit(page=item, user=desk.editor)
        sent_back(desk, item)
        if not reviews_still:
            desk.moderator.groups.clear()
        posts(desk.editor, "answer_reviewers", item, text="Lequel ?")
        assert told("commented") == ({desk.moderator} if reviews_still else set())


class TestHandedOver:
    @pytest.fixture
    def heir(self) -> Any:
        return InstitutionFactory(published=True, title="Marées", slug="marees")

    @pytest.fixture
    def moderator(self) -> Client:
        return signed_in(UserFactory(group="Moderators", language="en"))

    def hand(self, moderator: Client, desk: Desk, heir: Any) -> None:
        moderator.post(
            f"/admin/institution_records/standing/{desk.institution.pk}/",
            {
                "verification_state": "closed",
                "trust_level": "known",
                "content": "hand_over",
                "successor": heir.institution.pk,
            },
        )
        call_command("worker", once=True)

    def test_what_is_in_review_is_the_heirs_and_they_are_told(
        self, desk: Desk, heir: Any, moderator: Client
    ) -> None:
        theirs = UserFactory(member_of=heir.institution)
        item = desk.draft()
        services.submit(page=item, user=desk.editor)
        self.hand(moderator, desk, heir)
        item.refresh_from_db()
        assert item.get_parent().pk == heir.pk
        assert Submission.objects.get().institution == heir.institution
        sent_back(desk, item)
        assert told("changes_requested") == {theirs}


class TestWhatExpires:
    def ends(self, item: Any, owner: Any) -> None:
        soon = clock.now() + timedelta(days=3)
        Page.objects.filter(pk=item.pk).update(owner=owner, expire_at=soon)

    def test_who_cannot_be_told_keeps_nobody_from_it(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watching, "ENDS_AT_ONCE", 1)
        self.ends(desk.public(), UserFactory(email="", group="Operators"))
        self.ends(desk.public(), desk.editor)
        tell_what_expires()
        assert told("expiring") == {desk.editor}

    def test_nor_what_cannot_be_told_of(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        broken, whole = desk.public(), desk.public()
        for one in (broken, whole):
            self.ends(one, desk.editor)
            one.save_revision(user=desk.editor)
            services.submit(page=one, user=desk.editor)
        Submission.objects.update(due_at=clock.now())
        notify = watching.telling.notify

        def fail(**said: Any) -> int:
            assert said["context"]["title"] != broken.title
            return notify(**said)

        monkeypatch.setattr(watching.telling, "notify", fail)
        monkeypatch.setattr(watching, "notify", fail)
        monkeypatch.setattr(watching, "AT_ONCE", 1)
        watching.remind_and_escalate()
        tell_what_expires()
        assert told("review_overdue") >= {desk.head}
        assert told("expiring") == {desk.editor}

    def test_once(self, desk: Desk) -> None:
        self.ends(desk.public(), desk.editor)
        tell_what_expires()
        tell_what_expires()
        assert Message.objects.filter(event="expiring").count() == 1

    def test_where_there_are_many_at_once(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watching, "ENDS_AT_ONCE", 1)
        for _which in range(2):
            self.ends(desk.public(), desk.editor)
        # A job that says that it did something is asked again at once.
        assert [tell_what_expires() for _pass in range(3)] == [1, 1, 0]


class TestATranslation:
    @pytest.fixture
    def pair(self, desk: Desk) -> tuple[Any, Any]:
        """A public item, and its translation, which the contributor looks after."""
        item = desk.public(title="Une nuit", owner=desk.editor)
        english = Locale.objects.get(language_code="en")
        translation = item.copy_for_translation(english, copy_parents=True)
        translation.owner = desk.contributor
        translation.get_parent().specific.institution = desk.institution
        translation.save()
        return item, translation

    def waiting(self) -> int:
        return Message.objects.filter(event="translation_stale").count()

    def test_whose_source_says_something_else_is_told_of_once(
        self, desk: Desk, pair: tuple[Any, Any]
    ) -> None:
        item, _translation = pair
        go_live(item, title="Une nuit au musée", user=desk.editor)
        assert told("translation_stale") == {desk.contributor}
        Message.objects.update(state="sent", slot=None)
        go_live(item, title="Une nuit blanche", user=desk.editor)
        message = Message.objects.filter(event="translation_stale").order_by("-created_at").first()
        assert message is not None
        assert message.context["source"] == "Une nuit blanche"
        call_command("worker", once=True)
        assert self.waiting() == 1, "of a series it is sent once"

    def test_that_was_changed_is_told_of_again(self, desk: Desk, pair: tuple[Any, Any]) -> None:
        item, translation = pair
        go_live(item, title="Une nuit au musée", user=desk.editor)
        call_command("worker", once=True)
        translation.title = "A night at the museum"
        translation.save_revision(user=desk.contributor)
        go_live(item, title="Une nuit blanche", user=desk.editor)
        call_command("worker", once=True)
        assert self.waiting() == 2

    def test_is_not_behind_when_no_text_changed_nor_by_itself(
        self, desk: Desk, pair: tuple[Any, Any]
    ) -> None:
        item, translation = pair
        go_live(item, duration_minutes=95, user=desk.editor)
        go_live(translation, title="A night", user=desk.editor)
        assert self.waiting() == 0

    def test_nor_when_its_source_was_away_for_a_while(
        self, desk: Desk, pair: tuple[Any, Any]
    ) -> None:
        item, _translation = pair
        type(item).objects.get(pk=item.pk).unpublish()
        go_live(type(item).objects.get(pk=item.pk), user=desk.editor)
        assert self.waiting() == 0
        go_live(type(item).objects.get(pk=item.pk), title="Une nuit blanche", user=desk.editor)
        assert self.waiting() == 1

    def test_nor_before_its_source_is_public(self, desk: Desk, pair: tuple[Any, Any]) -> None:
        item, _translation = pair
        item.title = "Un brouillon"
        item.save_revision(user=desk.editor)
        go_live(item, go_live_at=clock.now() + timedelta(days=1), user=desk.editor)
        assert self.waiting() == 0

    def test_whoever_published_it_knows(self, desk: Desk, pair: tuple[Any, Any]) -> None:
        item, _translation = pair
        go_live(item, title="Une nuit au musée", user=desk.contributor)
        assert self.waiting() == 0
