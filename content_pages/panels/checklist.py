"""Before publishing: what a page still lacks, at the top of its form.

The template tag of the same name draws it, here and again with every autosave
(`templates/wagtailadmin/pages/edit_partials.html`).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from cms.core.permissions import PagePermissions


class ChecklistPanel(Panel):
    """Judges the page as it was last saved, or as it was just sent when the form came back."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Before publishing"))
        kwargs.setdefault("icon", "tasks")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "content_pages/panels/checklist.html"

        @property
        def sent_on_by_others(self) -> bool:
            """Whether the person drafts here, and somebody else sends it for review."""
            place = self.instance if self.instance.pk else self.form.parent_page
            return not PagePermissions(self.request.user, place).may_submit_here()
