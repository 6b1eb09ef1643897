"""Where the page stands in its review, at the top of its form: what its author is asked, field by
field, each a click away, with the guides that show how."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from cms.editorial import policies, selectors
from cms.editorial.models import WAITING
from cms.editorial.stakeholders.selectors import links_of


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
            self.answer = selectors.answer_to(self.instance) if self.instance.pk else None

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("content_pages/review.js")])

        def is_shown(self) -> bool:
            return self.answer is not None

        def get_context_data(self, parent_context: Any = None) -> Mapping[str, Any]:
            context = super().get_context_data(parent_context)
            answer = self.answer
            if answer is None:
                return context
            waiting = answer.submission.status in WAITING
            may_invite = policies.may_invite(self.request.user, self.instance)
            return context | {
                "answer": answer,
                "waiting": waiting,
                "position": selectors.position(answer.submission) if waiting else None,
                "may_invite": may_invite,
                "links": links_of(answer.submission, self.request.user) if may_invite else [],
                "history": selectors.history_of(self.instance.pk)[:10],
            }
