"""Days of an institution and its moderators, drawn by dice: whatever they do, in whatever order,
nothing is public that no decision has cleared, or that was approved by who wrote or sent it.

People do mostly what they may, and sometimes what they may not. What is refused or changes nothing
is no step.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from wagtail.models import Page, Revision, WorkflowPage
from wagtail_localize.models import Translation

from cms.audit.chain import faults
from cms.audit.models import Decision
from cms.editorial import policies, spot_checks
from cms.editorial.at_once.cancellation import cancel_occurrence
from cms.editorial.at_once.emergency import confirm_emergency, publish_emergency
from cms.editorial.at_once.withdrawal import take_down, withdraw_from_portal
from cms.editorial.models import Release, ReviewLink, ReviewRule, SpotCheck, Submission
from cms.editorial.models.releases import WAITING_FOR_MOMENT
from cms.editorial.releases import services as releases
from cms.editorial.releases.due import run_all_releases
from cms.editorial.scheduling import run_whole_schedule
from cms.editorial.stakeholders import services as stakeholders
from cms.editorial.workflow import services
from cms.editorial.workflow.rules import keep_review_rule
from cms.institutions.models import Institution, TrustLevel
from cms.publication import clearance
from cms.publication.copies.projector import project_stale
from content_pages.models import ItemPage
from content_pages.translation_drafts import hand_in, translation_into
from tests.admin.conftest import form_of, signed_in
from tests.editorial.cleared import Lookout
from tests.editorial.gate_ground import WORDS, Ground
from tests.indexing import indexed_once
from tests.media.test_published_files import png
from tests.publication.test_translations import translate

PAST, FAR = datetime(2020, 1, 1, tzinfo=UTC), datetime(2190, 1, 1, tzinfo=UTC)
SHOWN_AT = datetime(2031, 5, 17, 18, tzinfo=UTC)
# As many items as a day goes on with: more are deleted before others are made.
MOST = 8
REASONS = (services.Reason("image_rights"),)
# What is asked of a portion, at the least: each rule carried out, each act decided.
RULES = (
    *("draft", "edit", "edit_by_api", "save_again", "submit", "withdraw", "comment", "claim"),
    *("release", "assign", "approve", "approve_by_api", "approve_by_link", "reject"),
    *("ask", "lend", "publish", "publish_directly", "save_live", "schedule", "unschedule"),
    *("time_passes", "expire", "bundle", "release_publish", "release_schedule"),
    *(
        "release_roll_back",
        "release_unschedule",
        "release_delete",
        "emergency",
        "confirm",
        "cancel",
        "unpublish",
    ),
    *("withdraw_from_portal", "take_down", "copy", "copy_tree", "alias", "convert", "move"),
    *("translate", "replace_picture", "delete_picture", "delete", "change_a_rule", "trust"),
    *("report", "settle"),
)
ACTS = (
    *("submitted", "withdrawn", "commented", "claimed", "released", "assigned", "approved"),
    *("rejected", "changes_requested", "link_made", "published", "published_directly"),
    *("scheduled", "unscheduled", "expired", "approved_for_release", "release_made"),
    *("release_published", "release_scheduled", "release_unscheduled", "release_deleted"),
    *("release_rolled_back", "published_in_emergency", "emergency_confirmed", "cancelled"),
    *("taken_down", "withdrawn_from_portal", "alias_converted", "reference_removed"),
    *("review_rule", "trust_moved", "reported", "report_upheld"),
)
WRITES = ("INSERT", "UPDATE", "DELETE")

EVERYBODY = (
    *("contributor", "editor", "manager", "moderator", "other_moderator", "head"),
    *("superuser", "nobody"),
)
AUTHORS = (*("editor", "contributor", "manager") * 5, *EVERYBODY)
SENDERS = (*("editor", "manager") * 6, *EVERYBODY)
DECIDERS = (*("moderator", "other_moderator") * 6, *EVERYBODY)

# What is done with a release, one after the other.
HOWS = (
    *(("publish",), ("publish", "roll_back"), ("schedule",), ("schedule", "publish")),
    *(("schedule", "unschedule", "delete"), ("roll_back",), ("delete",)),
)
WORKED_ON = frozenset({"draft", "scheduled", "failed"})

anybody = st.sampled_from(EVERYBODY)
authors, senders, deciders = (st.sampled_from(names) for names in (AUTHORS, SENDERS, DECIDERS))
hows = st.sampled_from(HOWS)
words, places = st.sampled_from(WORDS), st.integers(0, MOST - 1)


class Tally:
    """What all the days of a portion have come to."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.acts: Counter[str] = Counter()

    @property
    def steps(self) -> int:
        """What was tried in earnest: it was carried out, or refused."""
        return self.done.total() + self.refused.total()

    def missing(self, least: int) -> list[str]:
        """The rules that were carried out, and the acts that were decided, too seldom."""
        rules = [name for name in RULES if self.done[name] < least]
        return rules + [act for act in ACTS if self.acts[act] < least]


class Day(RuleBasedStateMachine):
    ground: ClassVar[Ground]
    tally: ClassVar[Tally]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.stack.enter_context(connection.execute_wrapper(self._count_writes))
        self.writes = 0
        self.out = Lookout()
        self.digests: list[str] = []
        self.begun_at = Decision.objects.order_by("-number").values_list("number", flat=True)[0]
        self._take_stock()

    def _count_writes(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.writes += sql.startswith(WRITES)
        return execute(sql, params, many, context)

    def _take_stock(self) -> None:
        """What there is to do something with."""
        rows = ItemPage.objects.order_by("pk").values_list(
            "pk", "alias_of_id", "live", "has_unpublished_changes", "locale_id"
        )
        self.items = list(rows)
        self.own = [pk for pk, alias, *_rest in self.items if not alias]
        self.aliases = [pk for pk, alias, *_rest in self.items if alias]
        self.live = [pk for pk, alias, live, *_rest in self.items if live and not alias]
        drafts = {pk for pk, _alias, live, changed, _locale in self.items if changed or not live}
        active = Submission.objects.active().values_list("page_id", "status")
        state = dict(active)
        self.in_review = [pk for pk in self.own if pk in state]
        self.waiting = [pk for pk in self.own if state.get(pk) in {"submitted", "in_review"}]
        self.drafts = [pk for pk in self.own if pk in drafts and pk not in self.waiting]
        self.unwritten = [pk for pk in self.own if pk not in self.waiting]
        self.later = list(
            Revision.objects.exclude(approved_go_live_at=None).values_list("pk", flat=True)
        )
        self.releases = dict(Release.objects.values_list("pk", "status"))

    def teardown(self) -> None:
        try:
            while project_stale():
                continue
            self.out.look(again=True)
            assert list(faults()) == []
            acts = Decision.objects.filter(number__gt=self.begun_at)
            self.tally.acts.update(acts.values_list("act", flat=True))
        finally:
            transaction.set_rollback(True)
            self.stack.close()

    @invariant()
    def everything_public_is_cleared(self) -> None:
        self.out.look()
        self._take_stock()

    # Who acts, and on which of the pages there are

    def person(self, name: str) -> Any:
        """Where somebody must be named, nobody is somebody without any right."""
        return self.ground.people[name] or self.ground.desk.stranger

    @staticmethod
    def pick(place: int, among: Sequence[int]) -> Any:
        return ItemPage.objects.get(pk=among[place % len(among)])

    def tried(self, what: str, act: Callable[..., Any], /, *of: Any, **how: Any) -> bool:
        """Whether it was carried out: what is refused is undone, and the day goes on."""
        before = self.writes
        try:
            with transaction.atomic(), indexed_once():
                act(*of, **how)
        except (ValidationError, PermissionDenied):
            self.tally.refused[what] += 1
            return False
        self.tally.done[what] += self.writes > before
        return self.writes > before

    def approved(self) -> list[int]:
        """Drafts that were cleared and are not public; any, where there is none."""
        pages = [ItemPage.objects.get(pk=pk) for pk in self.drafts]
        found = [
            one.pk for one in pages if clearance.is_cleared(one.get_latest_revision_as_object())
        ]
        return found or self.drafts or self.own

    @property
    def is_crowded(self) -> bool:
        return len(self.items) >= MOST

    # Writing

    @precondition(lambda self: not self.is_crowded)
    @rule(by=authors, summary=words)
    def draft(self, by: str, summary: str) -> None:
        self.tried("draft", self.ground.draft, by, summary, category=self.ground.category)

    @rule(place=places, by=authors, summary=words, sends=st.booleans())
    def edit(self, place: int, by: str, summary: str, sends: bool) -> None:
        page = self.pick(place, self.own)
        draft = page.get_latest_revision_as_object()
        draft.summary = summary
        user = self.ground.people[by]
        self.tried("edit", draft.save_revision, user=user)
        if sends and page.pk not in self.waiting:
            self._submit(page, by)

    @rule(place=places, by=authors)
    def save_again(self, place: int, by: str) -> None:
        draft = self.pick(place, self.own).get_latest_revision_as_object()
        self.tried("save_again", draft.save_revision, user=self.ground.people[by])

    @rule(place=places, summary=words, seldom=st.integers(0, 2))
    def edit_by_api(self, place: int, summary: str, seldom: int) -> None:
        if seldom:
            return
        page, system = self.pick(place, self.own), self.ground.systems["editor"]
        change = {"texts": {page.locale.language_code: {"summary": summary}}}
        self.tried("edit_by_api", system.patch, page.translation_key, change)

    # Reviewing

    def _submit(self, page: Any, by: str) -> None:
        page = ItemPage.objects.get(pk=page.pk)
        self.tried("submit", services.submit, page=page, user=self.person(by))

    @precondition(lambda self: self.drafts)
    @rule(place=places, by=senders, decider=deciders, at_once=st.booleans())
    def submit(self, place: int, by: str, decider: str, at_once: bool) -> None:
        page = self.pick(place, self.drafts)
        self._submit(page, by)
        if at_once:
            self._approve_by_all(page, decider, services.current_digest(page))

    @precondition(lambda self: self.in_review)
    @rule(place=places, by=senders)
    def withdraw(self, place: int, by: str) -> None:
        page = self.pick(place, self.in_review)
        self.tried("withdraw", services.withdraw, page=page, user=self.person(by))

    @precondition(lambda self: self.waiting)
    @rule(place=places, by=deciders, how=st.sampled_from(["claim", "release", "assign"]))
    def claim(self, place: int, by: str, how: str) -> None:
        user = self.person(by)
        for review in policies.open_reviews(self.pick(place, self.waiting)):
            if how == "assign":
                head = self.ground.people["head"]
                self.tried(how, services.assign, review=review, user=head, to=user)
            else:
                self.tried("claim", services.claim, review=review, user=user)
            if how == "release":
                self.tried(how, services.release, review=review, user=user)

    @precondition(lambda self: self.waiting)
    @rule(place=places, by=senders)
    def comment(self, place: int, by: str) -> None:
        page, user = self.pick(place, self.waiting), self.person(by)
        self.tried("comment", services.comment, page=page, user=user, text="À voir.")

    @precondition(lambda self: self.waiting)
    @rule(place=places)
    def look(self, place: int) -> None:
        """A reviewer has this version before them, and may approve it later."""
        self.digests.append(services.current_digest(self.pick(place, self.waiting)))

    @precondition(lambda self: self.waiting)
    @rule(place=places, by=deciders, looked=st.integers(0, 5))
    def approve(self, place: int, by: str, looked: int) -> None:
        """By the one who comes first, and by others as long as it is asked."""
        page = self.pick(place, self.waiting)
        digest = services.current_digest(page)
        if looked == 0 and self.digests:
            digest = self.digests[-1]
        self._approve_by_all(page, by, digest)

    def _approve_by_all(self, page: Any, by: str, digest: str) -> None:
        self._note_picture(page, digest)
        for name in dict.fromkeys((by, "moderator", "other_moderator")):
            for review in policies.open_reviews(page):
                self.tried("approve", self._approve, review, name, digest)

    def _approve(self, review: Any, name: str, digest: str) -> None:
        services.approve(review=review, user=self.person(name), digest=digest)

    def _note_picture(self, page: Any, digest: str) -> None:
        image = page.get_latest_revision_as_object().image
        if image is not None:
            self.out.files.setdefault((page.pk, digest), set()).add(image.file.name)

    @precondition(lambda self: self.waiting)
    @rule(place=places, by=st.sampled_from(["moderator", "other_moderator"]))
    def approve_by_api(self, place: int, by: str) -> None:
        page = self.pick(place, self.waiting)
        digest, system = services.current_digest(page), self.ground.systems[by]
        self._note_picture(page, digest)
        address = f"/pages/{page.translation_key}/{page.locale.language_code}/approve"
        self.tried("approve_by_api", system.post, address, {"digest": digest})

    @precondition(lambda self: self.waiting)
    @rule(place=places, by=deciders)
    def press_wagtails_approve(self, place: int, by: str) -> None:
        page = self.pick(place, self.waiting)
        self._note_picture(page, services.current_digest(page))
        for name in dict.fromkeys((by, "moderator", "other_moderator")):
            state = page.current_workflow_task_state
            if state is not None:
                task, user = state.task.specific, self.person(name)
                self.tried("press", task.on_action, state, user, "approve")

    @precondition(lambda self: self.waiting)
    @rule(place=places, by=anybody)
    def finish_wagtails_task(self, place: int, by: str) -> None:
        state = self.pick(place, self.waiting).current_workflow_task_state
        if state is not None:
            self.tried("finish", state.specific.approve, user=self.ground.people[by])

    @precondition(lambda self: self.waiting)
    @rule(place=places, by=deciders, ends=st.booleans())
    def send_back(self, place: int, by: str, ends: bool) -> None:
        what, act = ("reject", services.reject) if ends else ("ask", services.request_changes)
        for review in policies.open_reviews(self.pick(place, self.waiting))[:1]:
            self.tried(what, act, review=review, user=self.person(by), reasons=REASONS)

    @precondition(lambda self: self.waiting)
    @rule(place=places, by=st.sampled_from((*SENDERS, *DECIDERS * 2)), used=st.booleans())
    def lend(self, place: int, by: str, used: bool) -> None:
        """Somebody without an account is asked by a link."""
        page, user = self.pick(place, self.waiting), self.person(by)
        known = ReviewLink.objects.count()
        guest = {"email": f"{known}@example.org", "name": "Anna"}
        if self.tried("lend", stakeholders.invite, page=page, user=user, **guest) and used:
            self._approve_by_link(0)

    @precondition(lambda self: self.waiting)
    @rule(place=places)
    def use_a_link(self, place: int) -> None:
        self._approve_by_link(place)

    def _approve_by_link(self, place: int) -> None:
        usable = ReviewLink.objects.usable().filter(submission__page_id__in=self.waiting)
        links = list(usable.order_by("-pk"))
        if links:
            link = links[place % len(links)]
            page = ItemPage.objects.get(pk=link.submission.page_id)
            digest = services.current_digest(page)
            self._note_picture(page, digest)
            self.tried("approve_by_link", stakeholders.approve, link=link, digest=digest)

    # Publishing

    @rule(place=places, by=deciders, older=st.sampled_from([0, 0, 0, 1, 2]))
    def publish(self, place: int, by: str, older: int) -> None:
        revisions = list(self.pick(place, self.approved()).revisions.order_by("-pk")[:4])
        if revisions:  # none is there of what was an alias until its source was deleted
            revision, user = revisions[older % len(revisions)], self.ground.people[by]
            self.tried("publish", revision.publish, user=user, skip_permission_checks=True)

    @rule(place=places, by=deciders, again=st.booleans())
    def publish_where_nobody_reviews(self, place: int, by: str, again: bool) -> None:
        """The workflow is off for a moment."""
        page = self.pick(place, self.unwritten or self.own)
        revision, user = page.get_latest_revision(), self.ground.people[by]
        if revision is None:
            return
        above = list(WorkflowPage.objects.all())
        WorkflowPage.objects.all().delete()
        self.out.lifted = self.tried("publish_directly", revision.publish, user=user)
        for one in above:
            one.save(force_insert=True)
        if again:
            page = ItemPage.objects.get(pk=page.pk)
            self.tried("unpublish", page.unpublish, user=user)

    @rule(place=places)
    def save_live(self, place: int) -> None:
        draft = self.pick(place, self.drafts or self.own).get_latest_revision_as_object()
        draft.live = True
        self.tried("save_live", draft.save)

    @rule(place=places, by=senders)
    def schedule(self, place: int, by: str) -> None:
        """A moment, for what is sent for review with it or was approved already."""
        draft = self.pick(place, self.unwritten or self.own).get_latest_revision_as_object()
        draft.go_live_at = FAR
        revision, user = draft.save_revision(user=self.ground.people[by]), self.ground.people[by]
        if not self.tried("schedule", revision.publish, user=user, skip_permission_checks=True):
            self._submit(draft, by)

    @precondition(lambda self: self.later)
    @rule(place=places, by=deciders)
    def unschedule(self, place: int, by: str) -> None:
        revision = Revision.objects.get(pk=self.later[place % len(self.later)])
        revision.approved_go_live_at = None
        kept = {"user": self.ground.people[by], "update_fields": ["approved_go_live_at"]}
        self.tried("unschedule", revision.save, **kept)

    @precondition(lambda self: self.later or set(WAITING_FOR_MOMENT) & {*self.releases.values()})
    @rule()
    def time_passes(self) -> None:
        for revision in Revision.objects.exclude(approved_go_live_at=None):
            revision.content["go_live_at"] = PAST.isoformat()
            revision.approved_go_live_at = PAST
            revision.save(update_fields=["content", "approved_go_live_at"])
        Release.objects.filter(status__in=WAITING_FOR_MOMENT).update(go_live_at=PAST)
        self.tried("time_passes", run_whole_schedule)
        self.tried("time_passes", run_all_releases)

    @precondition(lambda self: self.live)
    @rule(place=places)
    def expire(self, place: int) -> None:
        page = self.pick(place, self.live)
        ItemPage.objects.filter(pk=page.pk).update(expire_at=PAST)
        self.tried("expire", run_whole_schedule)

    # Releases

    def _release(self, *statuses: str) -> Release | None:
        return Release.objects.filter(status__in=statuses).order_by("-pk").first()

    @precondition(lambda self: not WORKED_ON & {*self.releases.values()})
    @rule(place=places, also=st.integers(0, 3), by=deciders, hows=hows)
    def bundle(self, place: int, also: int, by: str, hows: tuple[str, ...]) -> None:
        """Of a draft, sometimes with what is in review: that waits for its release once approved.
        And what is done with it at once."""
        chosen = [self.pick(place, self.approved())]
        if self.waiting and also == 0:
            chosen.append(self.pick(place, self.waiting))
        made = {"title": "Soir", "user": self.person(by), "pages": chosen}
        if self.tried("bundle", releases.create, **made):
            self._do(by, hows)

    @precondition(lambda self: self.releases)
    @rule(by=deciders, hows=hows)
    def release(self, by: str, hows: tuple[str, ...]) -> None:
        self._do(by, hows)

    def _do(self, by: str, hows: tuple[str, ...]) -> None:
        user = self.person(by)
        acts: dict[str, Callable[..., Any]] = {
            "publish": releases.publish,
            "schedule": partial(releases.schedule, at=FAR),
            "unschedule": releases.unschedule,
            "roll_back": releases.roll_back,
            "delete": releases.delete,
        }
        for how in hows:
            statuses = {"live"} if how == "roll_back" else WORKED_ON
            release = self._release(*statuses)
            if release is not None:
                self.tried(f"release_{how}", acts[how], release=release, user=user)

    # At once

    @precondition(lambda self: self.drafts)
    @rule(place=places, by=st.sampled_from((*("head",) * 6, *EVERYBODY)), confirmed=st.booleans())
    def emergency(self, place: int, by: str, confirmed: bool) -> None:
        if self.is_crowded:
            return
        page, user = self.pick(place, self.drafts), self.person(by)
        why = "Ce soir."
        if self.tried("emergency", publish_emergency, page=page, user=user, reason=why):
            waiting = Decision.objects.filter(act="published_in_emergency").latest("number")
            head = self.ground.desk.other_head
            if confirmed:
                self.tried("confirm", confirm_emergency, decision=waiting, user=head)

    @precondition(lambda self: self.live)
    @rule(
        place=places,
        by=senders,
        status=st.sampled_from(["cancelled", "scheduled", "postponed", "moved_online"]),
    )
    def change_a_date(self, place: int, by: str, status: str) -> None:
        page, user = self.pick(place, self.live), self.person(by)
        showing = page.occurrences.first()
        if showing is not None:
            self.tried(
                "cancel", cancel_occurrence, page=page, user=user, uid=showing.uid, status=status
            )

    @precondition(lambda self: self.live)
    @rule(place=places, by=deciders)
    def unpublish(self, place: int, by: str) -> None:
        page, user = self.pick(place, self.live), self.ground.people[by]
        self.tried("unpublish", page.unpublish, user=user)

    @precondition(lambda self: len(self.live) > 1)
    @rule(place=places, by=deciders, theirs=st.booleans(), sender=senders)
    def take_off(self, place: int, by: str, theirs: bool, sender: str) -> None:
        page = self.pick(place, self.live)
        if theirs:
            user = self.person(sender)
            self.tried(
                "withdraw_from_portal", withdraw_from_portal, page=page, user=user, reason="Expiré."
            )
        else:
            user = self.person(by)
            self.tried("take_down", take_down, page=page, user=user, reasons=REASONS)

    # The tree

    @precondition(lambda self: not self.is_crowded)
    @rule(place=places, by=authors, live=st.booleans(), tree=st.booleans())
    def copy(self, place: int, by: str, live: bool, tree: bool) -> None:
        page = Page.objects.get(pk=self.ground.elsewhere).specific
        if not (tree and page.numchild):
            page = self.pick(place, [pk for pk, *_rest in self.items])
        slug = {"slug": f"copie-{Page.objects.count()}"}
        user = self.ground.people[by]
        self.tried(
            "copy_tree" if tree and not live else "copy",
            page.copy,
            recursive=tree,
            keep_live=live,
            user=user,
            update_attrs=slug,
        )

    @precondition(lambda self: not self.is_crowded)
    @rule(place=places, by=authors)
    def alias(self, place: int, by: str) -> None:
        page, where = self.pick(place, self.own), Page.objects.get(pk=self.ground.elsewhere)
        slug, user = f"alias-{Page.objects.count()}", self.ground.people[by]
        self.tried("alias", page.create_alias, parent=where, update_slug=slug, user=user)

    @precondition(lambda self: self.aliases)
    @rule(place=places)
    def make_a_page_of_its_own(self, place: int) -> None:
        page = self.pick(place, self.aliases)
        page.alias_of_id = None

        def convert() -> None:
            page.save(update_fields=["alias_of_id"], clean=False)
            page.save_revision(changed=False, clean=False)

        self.tried("convert", convert)

    @rule(place=places, where=st.sampled_from(["house", "elsewhere", "strict"]))
    def move(self, place: int, where: str) -> None:
        page = self.pick(place, [pk for pk, *_rest in self.items])
        to = self.ground.house.pk if where == "house" else getattr(self.ground, where)
        if page.get_parent().pk != to:
            self.tried("move", page.move, Page.objects.get(pk=to), pos="last-child")

    @precondition(
        lambda self: (
            not self.is_crowded
            and all(locale != self.ground.english.pk for *_rest, locale in self.items)
        )
    )
    @rule(place=places, by=senders)
    def translate(self, place: int, by: str) -> None:
        page = self.pick(place, self.own)

        def act() -> None:
            if not Translation.objects.filter(source__object_id=page.translation_key).exists():
                translate(page, "en", "English").save_target(publish=False)
            english = page.get_translation_or_none(self.ground.english)
            translation = translation_into(english) if english else None
            if translation is not None:
                hand_in(translation, english, self.person(by))

        self.tried("translate", act)

    @rule(place=places, by=st.sampled_from(["contributor", "editor", "moderator"]))
    def replace_its_picture(self, place: int, by: str) -> None:
        image = self.pick(place, self.own).image
        if image is None or place % 2:
            return
        client = signed_in(self.ground.people[by])
        address = reverse("wagtailimages:edit", args=[image.pk])

        def act() -> None:
            if client.get(address).status_code == 200:
                client.post(address, {**form_of(client, address), "file": png()})

        if self.tried("replace_picture", act) and by == "moderator":
            # The right to change what is public covers it: it was seen by who may say so.
            self.out.files.clear()

    @rule(place=places, seldom=st.integers(0, 5))
    def delete_its_picture(self, place: int, seldom: int) -> None:
        image = self.pick(place, self.own).image
        if image is not None and seldom == 0:
            self.tried("delete_picture", image.delete)

    @precondition(lambda self: len(self.items) > MOST // 2)
    @rule(place=places)
    def delete(self, place: int) -> None:
        self.tried("delete", self.pick(place, [pk for pk, *_rest in self.items]).delete)

    # What is asked

    @rule(quorum=st.integers(1, 6))
    def change_a_rule(self, quorum: int) -> None:
        if quorum > 2:
            return
        for one in ReviewRule.objects.exclude(stage__name="À deux").filter(kind="editorial"):
            if one.quorum == quorum:
                continue
            one.quorum = quorum
            head = self.ground.people["head"]
            self.tried("change_a_rule", keep_review_rule, rule=one, user=head)

    @rule(place=st.integers(0, 11))
    def trust(self, place: int) -> None:
        """As administrators set it: seldom so far that nobody looks."""
        if place > 3:
            return
        level = TrustLevel.TRUSTED if place == 0 else TrustLevel.KNOWN
        pk = self.ground.desk.institution.pk
        others = Institution.objects.filter(pk=pk).exclude(trust_level=level)
        self.tried("trust", others.update, trust_level=level)

    @precondition(lambda self: self.live)
    @rule(place=places, by=senders, upheld=st.booleans())
    def report(self, place: int, by: str, upheld: bool) -> None:
        if place % 3:
            return
        page, user = self.pick(place // 3, self.live), self.person(by)
        self.tried("report", spot_checks.report, page=page, user=user, text="Faux.")
        for check in SpotCheck.objects.filter(status="open")[:1]:
            head = self.ground.people["head"]
            self.tried(
                "settle", spot_checks.settle, check=check, user=head, upheld=upheld, note="Vu."
            )
