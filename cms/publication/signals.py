"""The only listener to Wagtail's page signals: each of them names pages to the unit of work.

Before a move the gate is asked whether what is live may be live at its new place.
"""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.utils.translation import gettext_lazy as _
from wagtail import signals
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Revision,
    WorkflowPage,
)

from cms.core import gate
from cms.core.batches import batches
from cms.core.models import page_has_moved, page_revised, page_shows, page_went_down
from cms.publication import approved_files, removals, version_notes
from cms.publication.clearance import revoke_direct, revoke_direct_below
from cms.publication.copies import addresses, stale
from cms.publication.documents import page_types
from cms.publication.locking import lock_for_move
from cms.publication.models import FrontendSettings
from cms.publication.unit_of_work import published, refresh, touch, touch_tree

NOT_REVIEWED = _(
    "It went live where nothing is reviewed. Unpublish it, move it, and submit it for review there."
)
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
    for model in (Page, *page_types.models()):
        post_save.connect(page_saved, sender=model, dispatch_uid=f"published-copy-{model}")
    pre_delete.connect(removals.page_vanishes, sender=Page)
    post_delete.connect(removals.page_vanished, sender=Page)
    post_delete.connect(page_deleted, sender=Page)
    for model in (get_image_model(), get_document_model()):
        pre_delete.connect(removals.file_vanishes, sender=model)
        post_delete.connect(removals.file_vanished, sender=model)
        pre_save.connect(approved_files.file_changes, sender=model)
        post_save.connect(approved_files.file_changed, sender=model)
    page_revised.connect(revision_saved)
    post_save.connect(workflow_applied, sender=WorkflowPage)
    signals.page_published.connect(page_went_live)
    signals.page_unpublished.connect(page_went_out)
    signals.pre_page_move.connect(page_moves)
    signals.post_page_move.connect(page_moved)
    signals.page_slug_changed.connect(page_slug_changed)
    for signal in (post_save, post_delete):
        signal.connect(privacy_changed, sender=PageViewRestriction)
        signal.connect(file_changed, sender=get_image_model())
        signal.connect(file_changed, sender=get_document_model())
        signal.connect(collection_privacy_changed, sender=CollectionViewRestriction)
        signal.connect(frontend_changed, sender=FrontendSettings)
    post_save.connect(collection_changed, sender=Collection)


def page_saved(
    sender: type, instance: Page, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if kwargs.get("raw") or (update_fields is not None and update_fields <= BOOKKEEPING):
        return
    # A mere Page Wagtail saves so that it moves or takes down: nobody publishes it.
    if sender is Page or not instance.live:
        touch([instance.pk])
        return
    published([instance.pk])
    if instance.live and update_fields is None:
        page_shows.send(sender=sender, page=instance)


def revision_saved(sender: type, page: Page, revision: Revision, **kwargs: Any) -> None:
    version_notes.note(page, revision)


def workflow_applied(sender: type, instance: WorkflowPage, **kwargs: Any) -> None:
    revoke_direct_below(instance.page)


def page_deleted(sender: type, instance: Page, **kwargs: Any) -> None:
    touch([instance.pk])


def page_went_live(sender: type, instance: Page, **kwargs: Any) -> None:
    """Also sent of what is to go live later."""
    if instance.live:
        published([instance.pk])
    else:
        touch([instance.pk])


def page_went_out(sender: type, instance: Page, **kwargs: Any) -> None:
    touch([instance.pk])
    revoke_direct([instance.pk])
    page_went_down.send(sender=type(instance), page=instance)


def page_moves(
    sender: type, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """Raises Refused where nothing may go live: what is live may not be carried there either."""
    lock_for_move(instance, parent_page_before, parent_page_after)
    if parent_page_before.pk == parent_page_after.pk:
        return
    carried = Page.objects.descendant_of(instance, inclusive=True)
    comes_under_review = parent_page_after.has_workflow and not instance.has_workflow
    if comes_under_review:
        revoke_direct(carried.filter(live=False).values_list("pk", flat=True))
    if not carried.filter(live=True).exists():
        return
    gate.require_place(instance.specific, parent_page_after.path)
    if comes_under_review:
        raise gate.refusal(instance, [gate.Objection(NON_FIELD_ERRORS, NOT_REVIEWED, "unreviewed")])


def page_moved(
    sender: type, instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    if url_path_before != url_path_after:  # else it only changed places with its siblings
        touch_tree(instance.pk)
        page_has_moved.send(sender=type(instance), page=instance)


def page_slug_changed(sender: type, instance: Page, **kwargs: Any) -> None:
    """Arrives after the commit. A mere Page that a script saves has no unit of work around it and
    is heard of before what is below it has its new address."""
    if addresses.is_anything_misplaced(instance):
        touch_tree(instance.pk)


def privacy_changed(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    touch_tree(instance.page_id)


def file_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    refresh_dependents(instance.reference)


def collection_privacy_changed(
    sender: type, instance: CollectionViewRestriction, **kwargs: Any
) -> None:
    collection = Collection.objects.filter(pk=instance.collection_id).first()
    if collection is not None:
        _refresh_pictures_below(collection)


def collection_changed(sender: type, instance: Collection, created: bool, **kwargs: Any) -> None:
    """The form of a collection saves it, then moves it: below one that is restricted, perhaps."""
    if not created:
        _refresh_pictures_below(instance)


def frontend_changed(sender: type, instance: FrontendSettings, **kwargs: Any) -> None:
    refresh(stale.everything())


def refresh_dependents(on: str) -> None:
    """Rebuild the documents that show something of a record, such as `image:12`."""
    refresh(stale.dependents([on]))


def _refresh_pictures_below(collection: Collection) -> None:
    """Documents show an image only while its collection is open to everybody."""
    below = collection.get_descendants(inclusive=True)
    images = list(get_image_model().objects.filter(collection__in=below).only("pk"))
    for some in batches(images):
        refresh(stale.dependents(image.reference for image in some))
