"""Days of an institution and its moderators, drawn by dice: whatever they do, in whatever order,
nothing is public that no decision has cleared, or that was approved by who wrote or sent it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import Translation

from cms.audit.chain import faults
from cms.editorial import policies
from cms.editorial.at_once.cancellation import cancel_occurrence
from cms.editorial.at_once.emergency import publish_emergency
from cms.editorial.at_once.withdrawal import take_down, withdraw_from_portal
from cms.editorial.releases import services as releases
from cms.editorial.scheduling import run_whole_schedule
from cms.editorial.workflow import services
from cms.media.models import Image
from cms.publication.copies.projector import project_stale
from content_pages.models import InstitutionPage, ItemPage
from content_pages.translation_drafts import hand_in, translation_into
from tests.editorial.cleared import assert_cleared
from tests.editorial.people import Desk
from tests.factories import (
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    UserFactory,
    occurrence,
)
from tests.factories.clearing import go_live
from tests.publication.test_translations import translate

PEOPLE = ("contributor", "editor", "manager", "moderator", "other_moderator", "superuser", "nobody")
WORDS = ("Derrière le rideau.", "Sur le pont.", "Dans la fosse.", "Sous les combles.")
PAST, FAR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2190, 1, 1, tzinfo=UTC)
# As many pages as a day goes on with: more are deleted before others are made.
MOST = 6
SHOWN_AT = datetime(2031, 5, 17, 18, tzinfo=UTC)

people, words, places = st.sampled_from(PEOPLE), st.sampled_from(WORDS), st.integers(0, MOST - 1)


class Ground:
    """What every example begins with; laid once, and undone to after each."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.elsewhere = InstitutionFactory(published=True).pk
        self.image = ImageFactory(collection=self.desk.institution.collection).pk
        self.english = Locale.objects.get(language_code="en")
        self.people = {
            name: getattr(self.desk, name)
            for name in ("contributor", "editor", "moderator", "other_moderator")
        }
        self.people |= {
            "manager": UserFactory(member_of=self.desk.institution, member_of__role="manager"),
            "superuser": UserFactory(superuser=True),
            "nobody": None,
        }
        self.first = self.draft("editor", WORDS[0])
        self.category = self.first.category
        for page in (self.category, self.house):
            translate(page, "en", "English").save_target(publish=False)
            go_live(page.get_translation(self.english))

    @property
    def house(self) -> InstitutionPage:
        """As it is: what one example has done to it the next must not remember."""
        return InstitutionPage.objects.get(pk=self.desk.house.pk)

    def draft(self, by: str, summary: str, **values: Any) -> Any:
        item = ItemFactory(
            parent=self.house,
            summary=summary,
            image=Image.objects.filter(pk=self.image).first(),
            image_alt="Un pont",
            occurrences=[occurrence(SHOWN_AT)],
            **values,
        )
        item.save_revision(user=self.people[by])
        return item


@contextmanager
def tried() -> Iterator[None]:
    """What is refused is undone, and the day goes on."""
    with suppress(ValidationError, PermissionDenied), transaction.atomic():
        yield


class Day(RuleBasedStateMachine):
    ground: ClassVar[Ground]
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.seen: dict[int, str] = {}
        self.digests: list[str] = []

    def teardown(self) -> None:
        try:
            while project_stale():
                continue
            assert_cleared({})
            assert list(faults()) == []
        finally:
            transaction.set_rollback(True)
            self.stack.close()

    @initialize()
    def begin(self) -> None:
        services.submit(page=self.ground.first, user=self.ground.people["editor"])

    @invariant()
    def everything_public_is_cleared(self) -> None:
        type(self).steps += 1
        assert_cleared(self.seen)

    # Who acts, and on which of the pages there are

    def person(self, name: str) -> Any:
        return self.ground.people[name]

    def page(self, place: int) -> Any:
        ids = list(ItemPage.objects.order_by("pk").values_list("pk", flat=True))
        return ItemPage.objects.get(pk=ids[place % len(ids)])

    def own(self, place: int) -> Any:
        """One that says something itself: no alias."""
        own = ItemPage.objects.filter(alias_of=None).order_by("pk")
        ids = list(own.values_list("pk", flat=True))
        return ItemPage.objects.get(pk=ids[place % len(ids)])

    def reviews(self, place: int) -> list[Any]:
        return policies.open_reviews(self.own(place))

    @property
    def is_crowded(self) -> bool:
        return ItemPage.objects.count() >= MOST

    # Writing

    @rule(by=people, summary=words)
    def draft(self, by: str, summary: str) -> None:
        if not self.is_crowded:
            self.ground.draft(by, summary, category=self.ground.category)

    @rule(place=places, by=people, summary=words)
    def edit(self, place: int, by: str, summary: str) -> None:
        draft = self.own(place).get_latest_revision_as_object()
        draft.summary = summary
        with tried():
            draft.save_revision(user=self.person(by))

    @rule(place=places, by=people)
    def save_again(self, place: int, by: str) -> None:
        with tried():
            self.own(place).get_latest_revision_as_object().save_revision(user=self.person(by))

    # Reviewing

    @rule(place=places, by=people)
    def submit(self, place: int, by: str) -> None:
        with tried():
            services.submit(page=self.own(place), user=self.person(by) or self._nobody)

    @rule(place=places, by=people)
    def withdraw(self, place: int, by: str) -> None:
        with tried():
            services.withdraw(page=self.own(place), user=self.person(by) or self._nobody)

    @rule(place=places, by=people)
    def claim(self, place: int, by: str) -> None:
        for review in self.reviews(place):
            with tried():
                services.claim(review=review, user=self.person(by) or self._nobody)

    @rule(place=places)
    def look(self, place: int) -> None:
        """A reviewer has this version before them, and may approve it later."""
        self.digests.append(services.current_digest(self.own(place)))

    @rule(place=places, by=people, looked=st.booleans())
    def approve(self, place: int, by: str, looked: bool) -> None:
        page = self.own(place)
        digest = self.digests[-1] if looked and self.digests else services.current_digest(page)
        for review in policies.open_reviews(page):
            with tried():
                user = self.person(by) or self._nobody
                services.approve(review=review, user=user, digest=digest)

    @rule(place=places, by=people)
    def press_wagtails_approve(self, place: int, by: str) -> None:
        state = self.own(place).current_workflow_task_state
        if state is not None:
            with tried():
                state.task.specific.on_action(state, self.person(by) or self._nobody, "approve")

    @rule(place=places, by=people)
    def finish_wagtails_task(self, place: int, by: str) -> None:
        state = self.own(place).current_workflow_task_state
        if state is not None:
            with tried():
                state.specific.approve(user=self.person(by))

    @rule(place=places, by=people, ends=st.booleans())
    def send_back(self, place: int, by: str, ends: bool) -> None:
        act = services.reject if ends else services.request_changes
        for review in self.reviews(place):
            with tried():
                user, reasons = self.person(by) or self._nobody, [services.Reason("image_rights")]
                act(review=review, user=user, reasons=reasons)

    # Publishing

    @rule(place=places, by=people, older=st.integers(0, 3))
    def publish(self, place: int, by: str, older: int) -> None:
        revisions = list(self.own(place).revisions.order_by("-pk"))
        with tried():
            revision = revisions[older % len(revisions)]
            revision.publish(user=self.person(by), skip_permission_checks=True)

    @rule(place=places)
    def save_live(self, place: int) -> None:
        draft = self.own(place).get_latest_revision_as_object()
        draft.live = True
        with tried():
            draft.save()

    @rule(place=places, by=people)
    def schedule(self, place: int, by: str) -> None:
        draft = self.own(place).get_latest_revision_as_object()
        draft.go_live_at = FAR
        with tried():
            draft.save_revision(user=self.person(by)).publish(
                user=self.person(by), skip_permission_checks=True
            )

    @rule()
    def time_passes(self) -> None:
        for revision in Revision.objects.exclude(approved_go_live_at=None):
            revision.content["go_live_at"] = PAST.isoformat()
            revision.approved_go_live_at = PAST
            revision.save(update_fields=["content", "approved_go_live_at"])
        run_whole_schedule()

    @rule(place=places, also=places, by=people)
    def release(self, place: int, also: int, by: str) -> None:
        pages = list({page.pk: page for page in (self.own(place), self.own(also))}.values())
        with tried():
            user = self.person(by) or self._nobody
            made = releases.create(title="Ce soir", user=user, pages=pages)
            releases.publish(release=made, user=user)

    @rule(place=places, by=people)
    def emergency(self, place: int, by: str) -> None:
        with tried():
            publish_emergency(
                page=self.own(place), user=self.person(by) or self._nobody, reason="Ce soir."
            )

    @rule(place=places, by=people, status=st.sampled_from(["cancelled", "scheduled", "postponed"]))
    def change_a_date(self, place: int, by: str, status: str) -> None:
        page = self.own(place)
        showing = page.occurrences.first()
        if showing is not None:
            with tried():
                user = self.person(by) or self._nobody
                cancel_occurrence(page=page, user=user, uid=showing.uid, status=status)

    @rule(place=places, by=people, how=st.sampled_from(["unpublish", "withdraw", "take_down"]))
    def take_off(self, place: int, by: str, how: str) -> None:
        page, user = self.own(place), self.person(by) or self._nobody
        acts: dict[str, Callable[[], Any]] = {
            "unpublish": lambda: page.unpublish(user=user if by != "nobody" else None),
            "withdraw": lambda: withdraw_from_portal(page=page, user=user, reason="Expiré."),
            "take_down": lambda: take_down(
                page=page, user=user, reasons=[services.Reason("image_rights")]
            ),
        }
        with tried():
            acts[how]()

    # The tree

    @rule(place=places, by=people, live=st.booleans(), tree=st.booleans())
    def copy(self, place: int, by: str, live: bool, tree: bool) -> None:
        if self.is_crowded:
            return
        page = self.ground.house if tree else self.page(place)
        with tried():
            page.copy(
                recursive=tree,
                keep_live=live,
                user=self.person(by),
                update_attrs={"slug": f"copie-{Page.objects.count()}"},
            )

    @rule(place=places, by=people)
    def alias(self, place: int, by: str) -> None:
        if not self.is_crowded:
            with tried():
                self.page(place).create_alias(
                    parent=Page.objects.get(pk=self.ground.elsewhere),
                    update_slug=f"alias-{Page.objects.count()}",
                    user=self.person(by),
                )

    @rule(place=places)
    def make_a_page_of_its_own(self, place: int) -> None:
        page = self.page(place)
        if page.alias_of_id:
            page.alias_of_id = None
            with tried():
                page.save(update_fields=["alias_of_id"], clean=False)
                page.save_revision(changed=False, clean=False)

    @rule(place=places, there=st.booleans())
    def move(self, place: int, there: bool) -> None:
        where = self.ground.elsewhere if there else self.ground.house.pk
        with tried():
            self.page(place).move(Page.objects.get(pk=where), pos="last-child")

    @rule(place=places, by=people)
    def translate(self, place: int, by: str) -> None:
        page = self.page(place)
        if page.locale == self.ground.english or page.alias_of_id or self.is_crowded:
            return
        with tried():
            if not Translation.objects.filter(source__object_id=page.translation_key).exists():
                translate(page, "en", "English").save_target(publish=False)
            english = page.get_translation_or_none(self.ground.english)
            translation = translation_into(english) if english else None
            if translation is not None:
                hand_in(translation, english, self.person(by) or self._nobody)

    @rule(place=places)
    def delete_its_image(self, place: int) -> None:
        if image := self.page(place).image:
            with tried():
                image.delete()

    @rule(place=places)
    def delete(self, place: int) -> None:
        if ItemPage.objects.count() > 2:
            with tried():
                self.page(place).delete()

    @property
    def _nobody(self) -> Any:
        """Somebody without any right."""
        return self.ground.desk.stranger
