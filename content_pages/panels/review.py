"""Where the page stands in its review, at the top of its form: what its author is asked, field by
field, each a click away, with the guides that show how; and what its author says to the reviewers.
"""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static
from wagtail.models import Page

from cms.core.permissions import PagePermissions
from cms.editorial import policies, selectors
from cms.editorial.forms import LONGEST_NOTE, NOTE, note_in, refusal_of
from cms.editorial.stakeholders.selectors import links_of
from cms.editorial.workflow import services

# What Wagtail's buttons send for review with.
SUBMITTING = ("action-submit", "action-restart-workflow")
MOST_HISTORY = 10


class ReviewPanel(Panel):
    """Shown while there is something to say."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Review"))
        kwargs.setdefault("icon", "clipboard-list")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "content_pages/panels/review.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.answer = selectors.answer_to(self.instance)

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("content_pages/review.js")])

        def is_shown(self) -> bool:
            return self.answer is not None or self.may_note

        @cached_property
        def may_note(self) -> bool:
            """Whether the person could send it for review from this form."""
            if self.request is None or (self.answer and self.answer.is_waiting):
                return False
            place = self.instance if self.instance.pk else getattr(self.form, "parent_page", None)
            return place is not None and bool(
                PagePermissions(self.request.user, place).may_submit_here()
                and place.get_workflow() is not None
            )

        def get_context_data(self, parent_context: Any = None) -> Mapping[str, Any]:
            answer, pk = self.answer, self.instance.pk
            submission = answer.submission if answer else None
            waiting = submission if answer and answer.is_waiting else None
            may_invite = submission is not None and policies.may_invite(
                self.request.user, self.instance
            )
            history = selectors.history_of(pk)[:MOST_HISTORY] if pk else []
            return super().get_context_data(parent_context) | {
                "answer": answer,
                "position": selectors.position(waiting) if waiting else None,
                "history": selectors.named(history),
                "may_answer": submission is not None and self._may_answer(),
                "may_invite": may_invite,
                "links": links_of(submission, self.request.user)
                if submission and may_invite
                else [],
                "may_note": self.may_note,
                "note_name": NOTE,
                "note": (note := _typed(self.request, pk)),
                "note_refused": refusal_of(note),
                "longest_note": LONGEST_NOTE,
            }

        def _may_answer(self) -> bool:
            """Reviewers do at the desk."""
            user = self.request.user
            return policies.may_comment(user, self.instance) and not policies.reviews_open_to(
                user, self.instance
            )


def keep_note(request: HttpRequest, page: Page) -> None:
    """Hooks `after_create_page` and `after_edit_page`: what was sent for review with the form's
    button has the note written beside it. Written beside a draft, it waits in the session."""
    note, waiting = note_in(request.POST), request.session.get(NOTE, {})
    left = {pk: told for pk, told in waiting.items() if pk != str(page.pk)}
    if note and any(name in request.POST for name in SUBMITTING):
        services.note_to_reviewers(page=page, user=request.user, note=note)
    elif note:
        left[str(page.pk)] = note
    if left != waiting:
        request.session[NOTE] = left


def _typed(request: HttpRequest, pk: int | None) -> str:
    """The note of this form: as it was sent and refused, or left beside the draft."""
    if NOTE in request.POST:
        return note_in(request.POST)
    return str(request.session.get(NOTE, {}).get(str(pk), ""))
