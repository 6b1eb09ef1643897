"""Before publishing: what a page still lacks, at the top of its form.

The template tag of the same name draws it, here, with every autosave
(`templates/wagtailadmin/pages/edit_partials.html`), and for who comes back from mending a picture
(`static/content_pages/checklist.js`).
"""

from typing import Any

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from cms.core.permissions import PagePermissions
from cms.core.reference_forms import ReferencesChecked


class ChecklistPanel(Panel):
    """Judges the page as it was last saved, or as it was just sent when the form came back."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Before publishing"))
        kwargs.setdefault("icon", "tasks")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "content_pages/panels/checklist.html"

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("content_pages/checklist.js")])

        @property
        def is_withheld(self) -> bool:
            """Whether the page as sent points at what its editor may not see: the list names it."""
            return isinstance(self.form, ReferencesChecked) and (
                self.form.points_at_what_is_not_seen
            )

        @property
        def sent_on_by_others(self) -> bool:
            """Whether the person drafts here, and somebody else sends it for review."""
            place = self.instance if self.instance.pk else self.form.parent_page
            return not PagePermissions(self.request.user, place).may_submit_here()
