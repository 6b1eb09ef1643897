"""What Wagtail's page permissions cannot say: who may send a page for review, and who publishes
in a place.

Wagtail lets whoever may open the form submit. Here that is for those who may change every page in
the place: who may only add there drafts, and a colleague sends it on.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.models import Page, PagePermissionTester

# What the create form posts to send a page for review, and the menu item that offers it.
SUBMIT = "action-submit"
# Changing alone; approving and publishing imply it where they are given without.
SUBMITTING = frozenset({"change", "publish"})


class PagePermissions(PagePermissionTester):
    """What a person may do with one page."""

    def may_submit_here(self) -> bool:
        """Whether the person sends pages at and below this one for review."""
        if not self.user.is_active:
            return False
        return self.user.is_superuser or bool(SUBMITTING & self.permissions)

    def may_publish_here(self) -> bool:
        """Whether the person publishes pages at and below this one."""
        return bool(self.user.is_active) and (
            self.user.is_superuser or "publish" in self.permissions
        )

    def can_submit_for_moderation(self) -> bool:
        return bool(self.may_submit_here() and super().can_submit_for_moderation())


def refuse_submission(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """The create view asks nobody whether a new page may be sent for review."""
    if request.POST.get(SUBMIT) and not _may_submit_below(request.user, parent):
        raise PermissionDenied


def offer_submission(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Takes “Submit” off the menu of a page's create form for those who may not."""
    if context["view"] == "create" and not _may_submit_below(request.user, context["parent_page"]):
        items[:] = [item for item in items if item.name != SUBMIT]


def _may_submit_below(user: Any, parent: Page) -> bool:
    return PagePermissions(user, parent).may_submit_here()
