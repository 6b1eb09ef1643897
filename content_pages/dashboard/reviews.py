"""What waits for an answer of this person, and what they wait for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.core import clock
from cms.core.visibility import mine
from cms.editorial import selectors
from cms.editorial.models import Submission
from content_pages.asked import entries
from content_pages.dashboard.own import own_pages

SHOWN = 20
# So long a rejection is told here; its page says it for ever.
TOLD_FOR = timedelta(days=30)


class AnswersPanel(Component):
    """First of all: who asks for what, each thing one click from its field."""

    name = "answers"
    template_name = "content_pages/dashboard/answers.html"
    order = 1

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        recently = clock.now() - TOLD_FOR
        waiting = Submission.objects.filter(
            Q(status=Submission.Status.CHANGES_REQUESTED)
            | Q(status=Submission.Status.REJECTED, ended_at__gte=recently)
        )
        rows = []
        for page in _pages(request.user, waiting):
            answer = selectors.answer_to(page)
            if answer is not None and answer.at is not None and answer.person:
                rows.append({"page": page, "answer": answer, "asked": entries(page, answer.asked)})
        return {"rows": rows, "request": request}


class InReviewPanel(Component):
    """What was sent and is not decided yet: its place in the queue, when an answer is due."""

    name = "in_review"
    template_name = "content_pages/dashboard/in_review.html"
    order = 30

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        pages = _pages(request.user, Submission.objects.waiting())
        submissions = selectors.latest_submissions(page.pk for page in pages)
        rows = [
            {"page": page, "submission": one, "position": selectors.position(one)}
            for page in pages
            if (one := submissions.get(page.pk)) is not None
        ]
        return {"rows": rows, "request": request}


def _pages(user: Any, submissions: Any) -> list[Page]:
    """The pages of these submissions that are the person's own, as their own types."""
    concerned = Q(pk__in=submissions.values("page_id"))
    own = own_pages(user) | Q(pk__in=submissions.filter(submitted_by=user).values("page_id"))
    found = mine(user, Page.objects.filter(concerned)).filter(own)
    newest = found.order_by("-latest_revision_created_at").values_list("pk", flat=True)[:SHOWN]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=list(newest)).specific()}
    return [pages[pk] for pk in newest]
