"""The only listener to Wagtail's page signals: each of them ends in `touch`.

Before a move the gate is asked whether what is live may be live at its new place.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move, pre_page_move

from cms.core import gate
from cms.publication import kinds, stale
from cms.publication.models import FrontendSettings
from cms.publication.unit_of_work import refresh, touch

# What saving a draft writes to the page's row: nothing of it is public.
BOOKKEEPING = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
}


def connect() -> None:
    """Called once, when every page type is loaded."""
    for model in (Page, *kinds.models()):
        post_save.connect(page_saved, sender=model, dispatch_uid=f"published-copy-{model}")
    post_delete.connect(page_deleted, sender=Page)
    page_published.connect(page_went_live_or_out)
    page_unpublished.connect(page_went_live_or_out)
    pre_page_move.connect(page_about_to_move)
    post_page_move.connect(page_moved)
    for signal in (post_save, post_delete):
        signal.connect(privacy_changed, sender=PageViewRestriction)
        signal.connect(image_changed, sender=get_image_model())
        signal.connect(document_changed, sender=get_document_model())
        signal.connect(frontend_changed, sender=FrontendSettings)


def page_saved(
    sender: type, instance: Page, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if kwargs.get("raw") or (update_fields is not None and update_fields <= BOOKKEEPING):
        return
    touch([instance.pk])


def page_deleted(sender: type, instance: Page, **kwargs: Any) -> None:
    touch([instance.pk])


def page_went_live_or_out(sender: type, instance: Page, **kwargs: Any) -> None:
    touch([instance.pk])


def page_about_to_move(
    sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """Raises Refused where nothing may go live: what is live may not be carried there either."""
    if parent_page_before.pk != parent_page_after.pk and _live_below(instance):
        gate.require_place(instance.specific, parent_page_after.path)


def page_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    touch(_live_below(instance))


def privacy_changed(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        touch(_live_below(page))


def image_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    refresh_dependents(f"image:{instance.pk}")


def document_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    refresh_dependents(f"document:{instance.pk}")


def frontend_changed(sender: type, instance: FrontendSettings, **kwargs: Any) -> None:
    refresh(stale.everything())


def refresh_dependents(on: str) -> None:
    """Rebuild the documents that show something of a record, such as `image:12`."""
    refresh(stale.dependents([on]))


def _live_below(page: Page) -> list[int]:
    return list(
        Page.objects.descendant_of(page, inclusive=True)
        .filter(live=True)
        .values_list("pk", flat=True)
    )
