"""The form that copies a page: where pages are reviewed, a copy is a draft like any new page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm

# What the form offers to those who publish.
PUBLISH_COPIES = "publish_copies"
COPIES_ARE_DRAFTS = _("The copy is a draft. It goes live when it has been reviewed itself.")


class DraftCopyForm(CopyForm):
    """Offers no publication of copies where a workflow applies, and refuses it on POST."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.page.get_parent()
        if parent is not None and parent.has_workflow:
            self.fields.pop(PUBLISH_COPIES, None)
            self.fields["new_title"].help_text = COPIES_ARE_DRAFTS

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page")
        if cleaned.get(PUBLISH_COPIES) and parent is not None and parent.has_workflow:
            self.add_error(PUBLISH_COPIES, COPIES_ARE_DRAFTS)
        return cleaned
