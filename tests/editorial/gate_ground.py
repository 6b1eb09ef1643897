"""What the state machine begins with: an institution, its people, pages in all states of a life."""

from typing import Any

from wagtail.models import Locale, Page, Workflow, WorkflowPage, WorkflowTask

from cms.editorial import policies
from cms.editorial.models import Asked, ReviewKind, ReviewRule, ReviewStage
from cms.editorial.workflow import services
from cms.media.models import Image
from content_pages.models import InstitutionPage, ItemPage
from tests.authoring.systems import System
from tests.editorial.people import Desk
from tests.factories import (
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    UserFactory,
    occurrence,
)
from tests.factories.clearing import clear, go_live
from tests.publication.test_translations import translate

WORDS = ("Derrière le rideau.", "Sur le pont.", "Dans la fosse.", "Sous les combles.")


class Ground:
    """What every day begins with; laid once, and undone to after each.

    One item is in review, one is public, one is public and has an approved draft whose moment is
    far away, one was approved and is public no more.
    """

    def __init__(self, shown_at: Any, later: Any) -> None:
        self.desk, self.shown_at = Desk(), shown_at
        self.image = ImageFactory(
            collection=self.desk.institution.collection, uploaded_by_user=self.desk.editor
        ).pk
        self.english = Locale.objects.get(language_code="en")
        self.people = {
            name: getattr(self.desk, name)
            for name in ("contributor", "editor", "moderator", "other_moderator", "head")
        }
        self.people |= {
            "manager": UserFactory(member_of=self.desk.institution, member_of__role="manager"),
            "superuser": UserFactory(superuser=True),
            "nobody": None,
        }
        self.systems = {
            "editor": System(self.desk.editor, self.desk.institution),
            "moderator": System(self.desk.moderator),
            "other_moderator": System(self.desk.other_moderator),
        }
        self._lay_places()
        waiting = self.draft("editor", WORDS[0])
        self.category = waiting.category
        for page in (self.category, self.house):
            translate(page, "en", "English").save_target(publish=False)
            go_live(page.get_translation(self.english))
        self._lay_pages(later)
        services.submit(page=waiting, user=self.people["editor"])

    def _lay_places(self) -> None:
        """One where two must approve, one whose tree is copied: an institution has one page."""
        ReviewRule.objects.update(by_link=True)
        self.strict = InstitutionFactory(published=True).pk
        workflow, stage = Workflow.objects.create(name="À deux"), ReviewStage(name="À deux")
        stage.save()
        group = self.desk.moderator.groups.get()
        ReviewRule.objects.create(
            stage=stage, kind=ReviewKind.EDITORIAL, asked=Asked.ALWAYS, quorum=2, group=group
        )
        WorkflowTask.objects.create(workflow=workflow, task=stage.task_ptr, sort_order=0)
        WorkflowPage.objects.create(page=Page.objects.get(pk=self.strict), workflow=workflow)
        self.elsewhere = InstitutionFactory(published=True).pk
        InstitutionPage.objects.filter(pk=self.elsewhere).update(institution=None)
        clear(InstitutionPage.objects.get(pk=self.elsewhere))

    def _lay_pages(self, later: Any) -> None:
        for number, summary in enumerate(WORDS[:3]):
            item = self.draft("editor", summary, category=self.category)
            self._approve(item)
            if number == 1:
                draft = item.get_latest_revision_as_object()
                draft.summary, draft.go_live_at = "Bientôt.", later
                draft.save_revision(user=self.people["editor"])
                self._approve(item)
            elif number == 2:
                ItemPage.objects.get(pk=item.pk).unpublish(user=self.people["moderator"])

    def _approve(self, item: Any) -> None:
        item = ItemPage.objects.get(pk=item.pk)
        services.submit(page=item, user=self.people["editor"])
        digest = services.current_digest(item)
        for review in policies.open_reviews(item):
            services.approve(review=review, user=self.people["moderator"], digest=digest)

    @property
    def house(self) -> InstitutionPage:
        """As it is: what one day has done to it the next must not remember."""
        return InstitutionPage.objects.get(pk=self.desk.house.pk)

    def draft(self, by: str, summary: str, **values: Any) -> Any:
        item = ItemFactory(
            parent=self.house,
            summary=summary,
            image=Image.objects.filter(pk=self.image).first(),
            image_alt="Un pont",
            occurrences=[occurrence(self.shown_at)],
            **values,
        )
        item.save_revision(user=self.people[by])
        return item
