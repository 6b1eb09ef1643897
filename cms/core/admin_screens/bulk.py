"""Bulk actions: “all” means all that the asker works on.

Ids that are named one by one are the guard's affair; `id=all` names none.
"""

from typing import Any

from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.pages import bulk_actions as on_pages
from wagtail.documents.views import bulk_actions as on_documents
from wagtail.images.views import bulk_actions as on_images
from wagtail.models import Page
from wagtail.snippets.bulk_actions import delete as on_snippets
from wagtail.users.views import bulk_actions as on_users

from cms.core.visibility import mine


class OnlyMine:
    """For every bulk action of ours, before Wagtail's in the order of classes."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        listed = super().get_all_objects_in_listing_query(parent_id)  # type: ignore[misc]
        keys = [getattr(one, "pk", one) for one in listed]
        model, user = self.model, self.request.user  # type: ignore[attr-defined]
        return mine(user, model.objects.filter(pk__in=keys)).values_list("pk", flat=True)


class DeletePages(OnlyMine, on_pages.DeleteBulkAction):
    """Of pages chosen with pages above them, those above: the others go with them."""

    @classmethod
    def execute_action(cls, objects: list[Page], **kwargs: Any) -> Any:
        outermost = [
            one for one in objects if not any(one.is_descendant_of(other) for other in objects)
        ]
        return super().execute_action(outermost, **kwargs)


NARROWED: tuple[type[BulkAction], ...] = (
    on_pages.MoveBulkAction,
    on_pages.PublishBulkAction,
    on_pages.UnpublishBulkAction,
    on_documents.AddTagsBulkAction,
    on_documents.DeleteBulkAction,
    on_images.AddTagsBulkAction,
    on_images.DeleteBulkAction,
    on_snippets.DeleteBulkAction,
    on_users.DeleteBulkAction,
    on_users.SetActiveStateBulkAction,
)


def actions() -> list[type[BulkAction]]:
    """The same actions, narrowed; registered after Wagtail's own, which they replace."""
    return [DeletePages, *(type(one.__name__, (OnlyMine, one), {}) for one in NARROWED)]
