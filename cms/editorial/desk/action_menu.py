"""The buttons below a page's form: only what would work, and first what is the next thing to do.

Wagtail offers “Publish” to whoever may publish, beside “Approve and publish” to whoever reviews.
Here a page in review leads to the desk, or back to its author, and nothing is offered as
publishing that approvals keep from going live.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    PageLockedMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SaveDraftMenuItem,
    UnpublishMenuItem,
    WorkflowMenuItem,
)
from wagtail.models import Page

from cms.audit.models import Decision
from cms.editorial import approvals, policies
from cms.editorial.models.submissions import WAITING, Submission

# What Wagtail offers of a review; ours says the same once, and where it is done.
REPLACED = (WorkflowMenuItem, CancelWorkflowMenuItem, RestartWorkflowMenuItem)


class LinkItem(ActionMenuItem):
    """A way to a screen of ours, shown whether or not the form is locked."""

    def __init__(self, name: str, label: Any, icon_name: str, url: str) -> None:
        super().__init__()
        self.name, self.label, self.icon_name, self.url = name, label, icon_name, url

    def get_url(self, parent_context: Any) -> str:
        return self.url


def arrange(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """A hook of `construct_page_action_menu`, after all others; the first item is the button."""
    page = context.get("page")
    if page is None or not page.pk:
        _without_publishing(items, request, page, context.get("parent_page"))
        return
    _without_publishing(items, request, page, None)
    submission = policies.submission_of(page)
    if submission is not None:
        items[:] = [one for one in items if not isinstance(one, REPLACED)]
        _lead(items, request.user, page, submission)
    _offer_exceptions(items, request.user, page)


def _without_publishing(
    items: list[ActionMenuItem], request: HttpRequest, page: Page | None, parent: Page | None
) -> None:
    if not _would_publish(request.user, page, parent):
        items[:] = [one for one in items if not isinstance(one, PublishMenuItem)]


def _would_publish(user: Any, page: Page | None, parent: Page | None) -> bool:
    """Whether publishing from the form goes through: nobody need approve what is written there,
    or what is saved is cleared and waits for nothing but to be published."""
    place = page if page is not None and page.pk else parent
    if place is None or place.get_workflow() is None:
        return True
    if page is None or not page.pk or (page.live and not page.has_unpublished_changes):
        return False
    path = Decision.Path.ADMIN
    return not approvals.may_go_live(page=page, revision=None, user=user, path=path)


def _lead(items: list[ActionMenuItem], user: Any, page: Page, submission: Submission) -> None:
    """What comes first while it is in review: the desk for its reviewers, withdrawing for its
    authors. Saving stays, for who may: it asks the reviewers anew."""
    first: list[ActionMenuItem] = []
    if submission.status in WAITING and policies.reviews_open_to(user, page):
        address = reverse("desk_item", args=[submission.pk])
        first.append(LinkItem("action-desk", _("Open at the desk"), "tasks", address))
    if policies.may_withdraw(user, page):
        address = reverse("withdraw_from_review", args=[page.pk])
        item = LinkItem("action-withdraw", _("Withdraw from review"), "cross", address)
        if submission.status in WAITING and not first:
            first.append(item)
        else:
            items.append(item)
    if first:
        items[:] = [one for one in items if not isinstance(one, PageLockedMenuItem)]
    saving = [one for one in items if isinstance(one, SaveDraftMenuItem)]
    rest = [one for one in items if not isinstance(one, SaveDraftMenuItem)]
    items[:] = [*first, *saving, *rest]


def _offer_exceptions(items: list[ActionMenuItem], user: Any, page: Page) -> None:
    """What goes live, or down, at once: each on a screen that asks why."""
    items[:] = [one for one in items if not isinstance(one, UnpublishMenuItem)]
    for act, (address, label, icon) in EXCEPTIONS.items():
        if policies.ACTS[act](user, page):
            name = f"action-{address.replace('_', '-')}"
            items.append(LinkItem(name, label, icon, reverse(address, args=[page.pk])))


EXCEPTIONS = {
    "cancel_occurrence": ("change_occurrence", _("Cancel or postpone a date"), "calendar-alt"),
    "withdraw_from_portal": ("withdraw_from_portal", _("Withdraw from the portal"), "download"),
    "take_down": ("take_down", _("Take down"), "download"),
    "publish_emergency": ("publish_emergency", _("Publish in an emergency"), "warning"),
}
