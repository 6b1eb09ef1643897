"""A draft saved as people save theirs: by who may, unless somebody else is at it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.locks import BasicLock, ScheduledForPublishLock

from cms.publication.authored.port import AtWork, Author
from content_pages.authored.writing import Writer


def refuse(writer: Writer) -> None:
    """Raises ValidationError with everything that could not be written."""
    if writer.faults:
        raise ValidationError(dict(writer.faults))


def save_draft(author: Author, page: Any, *, is_new: bool = False) -> None:
    """A new revision; what is public stays as it is. Raises PermissionDenied, AtWork."""
    if not is_new:
        require_editable(author, page)
        if not page.live:
            # As the form does: a draft's own row is what listings show of it.
            page.save()
    page.save_revision(user=author.user, log_action=True)


def require_editable(author: Author, page: Any) -> None:
    """Raises PermissionDenied for who may not edit it, AtWork while somebody else is at it."""
    if not page.permissions_for_user(author.user).can_edit():
        raise PermissionDenied("This draft is another's: you may not edit it.")
    lock = page.get_lock()
    if lock and lock.for_user(author.user):
        raise AtWork(page.locale.language_code, *_told(lock))


def _told(lock: Any) -> tuple[str, str]:
    if isinstance(lock, ScheduledForPublishLock):
        return "It is scheduled to go live; nothing of it changes before.", "scheduled"
    if isinstance(lock, BasicLock):
        return "An editor has locked it.", "locked"
    return "It is in review; withdraw it to change it.", "in_review"
