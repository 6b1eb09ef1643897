"""What becomes of an item that is there already when a file or a system writes it again."""

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from cms.editorial.imported import was_turned_down
from cms.publication import page_writer
from cms.publication.page_writer import ItemDraft
from cms.publication.unit_of_work import publishing
from content_pages.models import ItemPage


def stays_a_draft(page: ItemPage) -> str:
    """The code of why what an editor or a reviewer did here wins over the file, or nothing."""
    if page.live:
        return ""
    if page.first_published_at is not None:
        return page_writer.NOTE_NOT_LIVE
    return page_writer.NOTE_TURNED_DOWN if was_turned_down(page) else ""


def move(page: ItemPage, parent: Page, draft: ItemDraft, user: AbstractUser) -> None:
    """Below another institution, where an item of the same address may be already."""
    if Page.objects.child_of(parent).filter(slug=page.slug).exists():
        slug = f"{page.slug}-{slugify(draft.external_id)}"
        Page.objects.filter(pk=page.pk).update(slug=slug)
        page.slug = slug
    with publishing():
        MovePageAction(page, parent, pos="last-child", user=user).execute(
            skip_permission_checks=True
        )


def require_unlocked(page: ItemPage) -> None:
    """Somebody is at work on it: an import does not go over their head."""
    if page.locked:
        raise left_alone("page", _("An editor has locked the item."), "locked")


def left_alone(field: str, reason: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(reason, code=code)})
