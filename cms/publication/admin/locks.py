"""The admin's views take their locks on pages first, and in their order (ADR 0006).

Wagtail writes revisions, workflows and several pages in the order in which it meets them; these
hooks run inside the request's transaction, before it does.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from cms.publication.locking import lock_pages, look_again


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> None:
    """All chosen pages, and those below where they are concerned."""
    if action.model is not Page:
        return
    page_ids = [page.pk for page in objects]
    cleaned = action.cleaned_form.cleaned_data
    goes_below = action_type in {"delete", "move"} or cleaned.get("include_descendants")
    destination = cleaned.get("chooser")
    lock_pages(
        [*page_ids, *([destination.pk] if destination else [])],
        trees=page_ids if goes_below else (),
        parents=True,
    )
    look_again(*objects, destination)


def before_edit_page(request: HttpRequest, page: Page) -> None:
    """The page, and all below it when it is given another address."""
    if request.method == "POST":
        moves = page.numchild > 0 and request.POST.get("slug", page.slug) != page.slug
        lock_pages([page.pk], trees=[page.pk] if moves else ())
        look_again(page)


def before_move_page(request: HttpRequest, page: Page, destination: Page) -> None:
    """The page and all below it, where it comes from and where it goes."""
    if request.method == "POST":
        lock_pages([destination.pk], trees=[page.pk], parents=True)
        look_again(page, destination)


def before_delete_page(request: HttpRequest, page: Page) -> None:
    """The page, all below it, and its parent."""
    if request.method == "POST":
        lock_pages(trees=[page.pk], parents=True)
        look_again(page)


def before_unpublish_page(request: HttpRequest, page: Page) -> None:
    """The page, and all below it when they are taken down with it."""
    if request.method == "POST":
        goes_below = bool(request.POST.get("include_descendants"))
        lock_pages([page.pk], trees=[page.pk] if goes_below else ())
        look_again(page)
