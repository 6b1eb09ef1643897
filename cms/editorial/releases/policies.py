"""Who may do what with a release: whoever keeps releases, and publishes each of its pages."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models import Page

KEEP = "editorial.change_release"


def may_keep(user: Any) -> bool:
    """Whether the person sees, makes and changes releases."""
    return bool(user is not None and user.is_active and user.has_perm(KEEP))


def require_keeper(user: Any) -> None:
    """Raises PermissionDenied to everybody else; no user means denied."""
    if not may_keep(user):
        raise PermissionDenied


def may_publish(user: Any, page: Page) -> bool:
    return bool(page.permissions_for_user(user).may_publish_here())


def require_publisher(user: Any, pages: Iterable[Page]) -> None:
    """Raises PermissionDenied, and names the first page, to who may not publish one of them."""
    require_keeper(user)
    for page in pages:
        if not may_publish(user, page):
            raise PermissionDenied(
                _("You may not publish “%(title)s”.") % {"title": page.get_admin_display_title()}
            )
