"""Everything a reviewer has before them when an item is on the desk."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Page, Task

from cms.audit.models import Decision
from cms.core import gate
from cms.editorial import policies
from cms.editorial.desk import changes
from cms.editorial.desk.sections import Section, sections_of
from cms.editorial.facts import Trait, facts_of
from cms.editorial.models.submissions import WAITING, Approval, Review, Submission
from cms.editorial.selectors import named
from cms.editorial.stakeholders.selectors import KnownLink, links_of
from cms.editorial.workflow import services
from cms.publication.digest import content_digest

# What is told of the past: what was decided, not who had it on their desk.
OUTCOMES = ("approved", "changes_requested", "rejected")
TELLING = (
    *OUTCOMES,
    *(
        "returned_to_stage",
        "submitted",
        "withdrawn",
        "published",
        "scheduled",
        "published_directly",
    ),
    *("import_decided", "published_in_emergency", "emergency_confirmed"),
    *("taken_down", "unpublished", "withdrawn_from_portal", "cancelled"),
)
SHOWN_OF_PAGE, SHOWN_OF_INSTITUTION = 12, 6


class Dossier:
    """One submission as one reviewer sees it, read piece by piece as it is asked for."""

    def __init__(self, submission: Submission, request: HttpRequest) -> None:
        self.submission = submission
        self.request = request
        self.user: Any = request.user

    @cached_property
    def stored(self) -> Page:
        """The page as its row has it: what is public, if it is."""
        return self.submission.page.specific

    @cached_property
    def page(self) -> Page:
        """Its latest revision: what is decided about."""
        return self.stored.get_latest_revision_as_object()

    @cached_property
    def digest(self) -> str:
        return content_digest(self.page)

    @property
    def title(self) -> str:
        return str(self.stored.draft_title or self.stored.title)

    @property
    def is_waiting(self) -> bool:
        return self.submission.status in WAITING

    @cached_property
    def reviews(self) -> list[Review]:
        """Those this person is asked for and has not given to this content."""
        return policies.reviews_left_to(self.user, self.stored) if self.is_waiting else []

    @cached_property
    def obstacle(self) -> str:
        """Why this person cannot approve; empty when they can."""
        if not self.is_waiting:
            return _("It waits for nobody's review now.")
        if not self.reviews and policies.given_by(self.user, self.stored):
            return _("You have given your review; it waits for somebody else's.")
        if not self.reviews:
            return _("It waits for somebody else's review now.")
        if policies.four_eyes(self.user, self.stored):
            return ""
        if self.submission.submitted_by_id == self.user.pk:
            return _("You submitted it yourself: somebody else approves it.")
        return _("You were the last to edit it: somebody else approves it.")

    @property
    def decides(self) -> bool:
        return bool(self.reviews)

    @cached_property
    def holders(self) -> list[Any]:
        """Others who have taken one of these reviews."""
        return [
            review.holder
            for review in self.reviews
            if review.holder is not None and review.holder != self.user
        ]

    @property
    def may_claim(self) -> bool:
        return any(policies.claimable(self.user, review) for review in self.reviews)

    @property
    def may_release(self) -> bool:
        return self.decides and policies.may_release(self.user, self.stored)

    @property
    def may_assign(self) -> bool:
        return self.decides and policies.may_assign(self.user, self.stored)

    @cached_property
    def assignable(self) -> list[tuple[Any, list[str]]]:
        """Whom a review can be given to, and which: the members of its group who have not given
        it and are no authors."""
        found: dict[Any, list[str]] = defaultdict(list)
        for review in self.reviews:
            for person in review.group.user_set.filter(is_active=True):
                if person.pk not in self._at_work or policies.may_be_given(
                    review, person, self.stored
                ):
                    found[person].append(review.get_kind_display())
        return sorted(found.items(), key=lambda row: str(row[0]))

    @cached_property
    def _at_work(self) -> set[int | None]:
        """Who may have written it, or given a review: of anybody else nothing need be asked."""
        approved = Approval.objects.filter(page_id=self.stored.pk).values_list("user_id", flat=True)
        wrote = self.stored.revisions.order_by().values_list("user_id", flat=True).distinct()
        return {self.submission.submitted_by_id, *approved, *wrote}

    @cached_property
    def earlier_stages(self) -> list[Task]:
        """Those an item can be returned to."""
        return services.earlier_stages(self.reviews[0]) if self.reviews else []

    # Whom else it is shown to

    @cached_property
    def links(self) -> list[KnownLink]:
        return links_of(self.submission, self.user)

    @cached_property
    def may_invite(self) -> bool:
        return self.is_waiting and policies.may_invite(self.user, self.stored)

    @cached_property
    def may_lend(self) -> bool:
        return policies.may_lend(self.user, self.stored)

    # What is beside the preview

    @cached_property
    def changes(self) -> changes.Changes:
        live = self.stored if self.stored.live else None
        return changes.changes_of(self.page, live, self.request)

    @cached_property
    def objections(self) -> list[tuple[str, str]]:
        """(field, what is wrong) of what keeps it from going live, as it is now."""
        return [
            (gate.label_of(self.page, one.field), str(one.message))
            for one in gate.objections(self.page)
        ]

    @cached_property
    def warnings(self) -> list[tuple[str, str]]:
        return [
            (gate.label_of(self.page, one["field"]), gate.worded(one["code"], one["params"]))
            for one in self.submission.warnings
        ]

    @cached_property
    def traits(self) -> list[str]:
        found = facts_of(self.page).traits
        return [str(trait.label) for trait in Trait if trait in found]

    @cached_property
    def sections(self) -> list[Section]:
        return sections_of(self.submission, self.page)

    @cached_property
    def comments(self) -> list[Decision]:
        """What was said since it was first submitted, the newest last."""
        said = Decision.objects.filter(page_id=self.submission.page_id, act="commented")
        return named(said.filter(at__gte=self.submission.first_submitted_at).order_by("at"))

    @cached_property
    def history(self) -> list[Decision]:
        """What was decided about this page before, the newest first."""
        about = Decision.objects.filter(page_id=self.submission.page_id, act__in=TELLING)
        return named(about.order_by("-at")[:SHOWN_OF_PAGE])

    @cached_property
    def ending(self) -> Decision | None:
        """What was decided last: told to who comes second."""
        return next((one for one in self.history if one.act in {*OUTCOMES, "withdrawn"}), None)

    @cached_property
    def institution_history(self) -> list[Decision]:
        """What was decided lately about other pages of the institution."""
        about = self._of_institution().exclude(page_id=self.submission.page_id)
        return named(about.order_by("-at")[:SHOWN_OF_INSTITUTION])

    @cached_property
    def institution_figures(self) -> "Counter[str]":
        """How often each outcome was the institution's."""
        rows = self._of_institution().order_by().values_list("act").annotate(times=Count("pk"))
        return Counter(dict(rows))

    def _of_institution(self) -> QuerySet[Decision]:
        institution = self.submission.institution_id
        if institution is None:
            return Decision.objects.none()
        return Decision.objects.filter(institution_id=institution, act__in=OUTCOMES)
