"""One cell of the matrix: somebody, a page with words that nobody has approved, a way to publish.

Two pages stand for all: one was never public, one is, and has a draft. In each cell the unapproved
words are the person's own: what they cannot do with these they cannot do without approvals.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Revision, Workflow, WorkflowPage, WorkflowTask

from cms.catalogue.catalogue import forget
from cms.editorial import policies
from cms.editorial.models import (
    Asked,
    Review,
    ReviewKind,
    ReviewRule,
    ReviewStage,
    Submission,
)
from cms.editorial.workflow import services
from cms.publication.copies.projector import project_stale
from content_pages.models import InstitutionPage, ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.admin.roles_ground import COMPLETE
from tests.editorial.people import Desk
from tests.factories import ImageFactory, InstitutionFactory, UserFactory
from tests.factories.clearing import go_live
from tests.indexing import indexed_once
from tests.publication.test_translations import translate

# What nobody has approved, and what somebody has.
SECRET, APPROVED = "Personne ne l'a relu.", "Relu et approuvé."
PUBLISH = {"action-publish": "action-publish"}
PAST = datetime(2020, 1, 1, tzinfo=UTC)
Capture = Callable[..., AbstractContextManager[Any]]


class World:
    """An institution, the people around it, its two pages, and where their translations go."""

    def __init__(self) -> None:
        self.desk = Desk()
        self._house, self._elsewhere = self.desk.house.pk, InstitutionFactory(published=True).pk
        self.shown = ImageFactory(collection=self.desk.institution.collection)
        shared = {"image": self.shown, "image_alt": "Un pont"}
        self.new = self.desk.draft(summary="À écrire.", **shared)
        shared["category"] = self.new.category
        self.changed = self.desk.public(summary=APPROVED, **shared)
        self.english = Locale.objects.get(language_code="en")
        for page in (self.new.category, self.house):
            translate(page, "en", "English").save_target(publish=False)
            go_live(page.get_translation(self.english))
        self._strict = self._place_of_two()
        self.people = {
            "contributor": self.desk.contributor,
            "editor": self.desk.editor,
            "manager": UserFactory(
                member_of=self.desk.institution, member_of__role="manager", language="en"
            ),
            "moderator": self.desk.moderator,
            "superuser": UserFactory(superuser=True, language="en"),
            "nobody": None,
        }
        self.colleague = self.desk.other_moderator

    @property
    def house(self) -> InstitutionPage:
        """As it is: what one cell has done to it the next must not remember."""
        return InstitutionPage.objects.get(pk=self._house)

    @property
    def elsewhere(self) -> InstitutionPage:
        return InstitutionPage.objects.get(pk=self._elsewhere)

    @property
    def strict(self) -> InstitutionPage:
        return InstitutionPage.objects.get(pk=self._strict)

    def _place_of_two(self) -> int:
        """Where two must approve whatever is to be public."""
        workflow, stage = Workflow.objects.create(name="À deux"), ReviewStage(name="À deux")
        stage.save()
        group = self.desk.moderator.groups.get()
        ReviewRule.objects.create(
            stage=stage, kind=ReviewKind.EDITORIAL, asked=Asked.ALWAYS, quorum=2, group=group
        )
        WorkflowTask.objects.create(workflow=workflow, task=stage.task_ptr, sort_order=0)
        place = InstitutionFactory(published=True)
        WorkflowPage.objects.create(page=place.page_ptr, workflow=workflow)
        return int(place.pk)

    def public_english(self, page: Page) -> Page:
        """The page in English, whole, approved and public."""
        translate(page, "en", "English").save_target(publish=False)
        english: Page = page.get_translation(self.english)
        go_live(english)
        return english


@dataclass
class Cell:
    """`user` is None for nobody, who is not signed in either."""

    world: World
    who: str
    target: Page
    capture: Capture
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.user = self.world.people[self.who]
        self.client = signed_in(self.user) if self.user else Client()
        content = ItemPage.objects.get(pk=self.target.pk)
        content.summary = SECRET
        self.revision: Revision = content.save_revision(user=self.user)

    @property
    def page(self) -> ItemPage:
        """As its row has it now."""
        return ItemPage.objects.get(pk=self.target.pk)

    @property
    def draft(self) -> ItemPage:
        """As its latest revision has it now."""
        draft: ItemPage = self.page.get_latest_revision_as_object()
        return draft

    def post(self, address: str, data: Any = None, **more: Any) -> Any:
        with self.capture(execute=True):
            return self.client.post(address, data or {}, **more)

    def post_form(self, address: str, **changes: Any) -> Any:
        """What a browser posts; without a form there, the changes alone."""
        try:
            data = form_of(self.client, address)
        except AssertionError:
            data = {}
        return self.post(address, data | changes)

    @property
    def edit(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.target.pk])

    def send_edit_form(self, **changes: Any) -> Any:
        return self.post_form(self.edit, **{**COMPLETE, "summary": SECRET, **changes})

    @property
    def submission(self) -> Submission:
        found = policies.submission_of(self.page)
        assert found is not None
        return found

    @property
    def reviews(self) -> list[Review]:
        return policies.open_reviews(self.page)

    def in_review(self) -> None:
        """Sent for review by the person themselves, whatever they may; nobody's by its editor. What
        is in review already stays there."""
        if policies.submission_of(self.page) is None:
            self.in_review_by(self.user or self.world.desk.editor)

    def act_as(self, person: Any) -> None:
        """From now on it is somebody else who acts, on the words of the first."""
        self.user, self.client = person, signed_in(person)

    def in_review_by(self, person: Any) -> None:
        """Sent for review by somebody else."""
        services.send_for_review(page=self.page, user=person)

    @property
    def digest(self) -> str:
        """Of what a reviewer has before them."""
        return services.current_digest(self.page)

    def translation(self) -> Page:
        """Its English draft, which says what nobody has approved."""
        translate(self.page, "en", SECRET).save_target(user=self.user, publish=False)
        page: Page = self.page.get_translation(self.world.english)
        return page


Path = Callable[[Cell], Any]


@contextmanager
def tried() -> Iterator[None]:
    """A refusal undoes what was begun, as it does outside a test."""
    with suppress(ValidationError, PermissionDenied, CommandError), transaction.atomic():
        yield


def walk(path: Path, cell: Cell) -> None:
    with tried(), indexed_once(), cell.capture(execute=True):
        path(cell)
    while project_stale():
        continue


def told() -> str:
    """Everything the API says of items and of what shows them, in every language."""
    forget()
    keys = sorted(
        str(key) for key in set(ItemPage.objects.values_list("translation_key", flat=True))
    )
    documents = "/api/v1/documents?ids=" + ",".join(keys)
    asked = [f"{documents}&locale={locale}" for locale in ("fr", "en", "ru")]
    asked.append("/api/v1/items?locale=fr&limit=100")
    answers = [Client().get(address) for address in asked]
    assert {answer.status_code for answer in answers} == {200}
    return "\n".join(answer.content.decode() for answer in answers)


def public_text(page: Page) -> str | None:
    """The summary citizens read of a page; None when they read nothing."""
    answer = Client().get(f"/api/v1/items/{page.translation_key}?locale=fr")
    if answer.status_code in {404, 410}:
        return None
    summary: str = answer.json()["summary"]
    return summary


def time_passes() -> None:
    """What was to go live later is due now."""
    for revision in Revision.objects.exclude(approved_go_live_at=None):
        revision.content["go_live_at"] = PAST.isoformat()
        revision.approved_go_live_at = PAST
        revision.save(update_fields=["content", "approved_go_live_at"])
    quietly("publish_scheduled")


def quietly(command: str, *arguments: Any, **options: Any) -> None:
    out = StringIO()
    with suppress(CommandError, SystemExit):
        call_command(command, *arguments, stdout=out, stderr=out, **options)
