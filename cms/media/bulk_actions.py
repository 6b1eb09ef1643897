"""Moving files to another collection, many at once."""

from collections.abc import Iterable
from typing import Any

from wagtail.admin.views.bulk_action import BulkAction
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction as AddDocuments
from wagtail.images.views.bulk_actions import AddToCollectionBulkAction as AddImages

from cms.core.admin_screens.bulk import OnlyMine
from cms.media.models import Document, Image
from cms.media.policies import is_locked


class MoveFiles(BulkAction):
    """Saves each file, so that pages which show it hear of it; leaves out what is locked.

    Wagtail updates the rows behind everybody's back. Stands before Wagtail's action.
    """

    def check_perm(self, file: Image | Document) -> bool:
        return bool(super().check_perm(file)) and not is_locked(self.request.user, file)

    @classmethod
    def execute_action(
        cls, files: Iterable[Any], collection: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        moved = 0
        for file in files:
            file.collection = collection
            file.save(update_fields=["collection"])
            moved += 1
        return moved, 0


class MoveImages(OnlyMine, MoveFiles, AddImages):
    pass


class MoveDocuments(OnlyMine, MoveFiles, AddDocuments):
    pass
