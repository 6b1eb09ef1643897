"""Before publishing: what a page still lacks, at the top of its form.

The template tag of the same name draws it, here and again with every autosave
(`templates/wagtailadmin/pages/edit_partials.html`).
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class ChecklistPanel(Panel):
    """Judges the page as it was last saved, or as it was just sent when the form came back."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Before publishing"))
        kwargs.setdefault("icon", "tasks")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "content_pages/panels/checklist.html"
