"""What waits for an answer of this person, and what they wait for."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.audit.models import Decision
from cms.core import clock
from cms.core.visibility import mine
from cms.editorial import selectors
from cms.editorial.models import Submission
from content_pages.asked import entries
from content_pages.dashboard.own import own_pages
from content_pages.dashboard.reading import as_one, languages_of, specific_pages

SHOWN = 20
# So long a rejection is told here; its page says it for ever.
TOLD_FOR = timedelta(days=30)


class AnswersPanel(Component):
    """First of all: who asks for what, each thing one click from its field; what has waited
    longest first, then what ended lately, the latest first."""

    name = "answers"
    template_name = "content_pages/dashboard/answers.html"
    order = 1

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        sent_back = Submission.objects.filter(status=Submission.Status.CHANGES_REQUESTED)
        back = _own(request.user, sent_back)
        numbers = list(dict.fromkeys([*_oldest(back), *_others(request.user)]))
        pages = specific_pages(numbers)
        answers = selectors.answers_to(pages)
        rows = [
            {"page": page, "answer": answer, "asked": entries(page, answer.asked)}
            for page in pages
            if (answer := answers.get(page.pk)) and answer.asks
        ]
        return {"rows": rows, "more": _more(back), "request": request}


class InReviewPanel(Component):
    """What was sent and is not decided yet: its place in the queue, when an answer is due."""

    name = "in_review"
    template_name = "content_pages/dashboard/in_review.html"
    order = 30

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        waiting = _own(request.user, Submission.objects.waiting())
        pages = specific_pages(_oldest(waiting))
        submissions = selectors.latest_submissions(page.pk for page in pages)
        places = selectors.positions(submissions.values())
        rows = []
        for languages in as_one(pages):
            sent = [submissions[page.pk] for page in languages if page.pk in submissions]
            first = min(sent, key=lambda one: places[one.pk])
            rows.append(
                {
                    "page": languages[0],
                    "languages": languages_of(languages),
                    "submission": first,
                    "position": places[first.pk],
                }
            )
        return {"rows": rows, "more": _more(waiting), "request": request}


def _own(user: Any, submissions: "QuerySet[Submission]") -> "QuerySet[Submission]":
    """Of the pages that are the person's own."""
    pages = mine(user, Page.objects.all())
    own = pages.filter(own_pages(user)).values("pk")
    return submissions.filter(
        Q(page__in=own) | Q(submitted_by=user, page__in=pages.values("pk")),
    )


def _oldest(submissions: "QuerySet[Submission]") -> list[int]:
    """Numbers of the pages that have waited longest for whom they wait."""
    since = submissions.order_by(F("stopped_at").asc(nulls_last=True), "submitted_at", "pk")
    return list(since.values_list("page_id", flat=True)[:SHOWN])


def _more(submissions: "QuerySet[Submission]") -> int:
    """How many there are, where not all are shown."""
    number = submissions.count()
    return number if number > SHOWN else 0


def _others(user: Any) -> list[int]:
    """Pages lately rejected or taken down, and those in review of which something was said."""
    recently = clock.now() - TOLD_FOR
    down = Decision.objects.filter(act=selectors.TAKEN_DOWN, at__gte=recently).values("page_id")
    said = Decision.objects.filter(act=selectors.COMMENTED, at__gte=recently).exclude(
        public_text=""
    )
    rejected = selectors.standing_rejections().filter(ended_at__gte=recently)
    talked = Submission.objects.waiting().filter(page_id__in=said.values("page_id"))
    own = mine(user, Page.objects.filter(own_pages(user)))
    taken_down = own.filter(pk__in=down, live=False).order_by("-latest_revision_created_at", "pk")
    ended = _own(user, rejected).order_by("-ended_at", "-pk")
    return [
        *taken_down.values_list("pk", flat=True)[:SHOWN],
        *ended.values_list("page_id", flat=True)[:SHOWN],
        *_oldest(_own(user, talked)),
    ]
