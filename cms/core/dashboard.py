"""The dashboard as a whole: one broken part leaves the others standing, counts are one's own.

Rooms above add their panels with Wagtail's hooks; what stands here runs after theirs.
"""

import logging
from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.menu import DismissibleMenuItem, MenuItem
from wagtail.admin.navigation import get_site_for_user
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.admin.ui.components import Component
from wagtail.documents import get_document_model
from wagtail.documents.wagtail_hooks import DocumentsSummaryItem
from wagtail.images import get_image_model
from wagtail.images.wagtail_hooks import ImagesSummaryItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.visibility import mine, sees_everything

logger = logging.getLogger(__name__)


class Isolated(Component):
    """A panel or a count whose failure stays its own: one line says so, the log says why."""

    def __init__(self, part: Any, template_name: str) -> None:
        self.part = part
        self.name = getattr(part, "name", type(part).__name__)
        self.order = part.order
        self.template_name = template_name

    def is_shown(self) -> bool:
        """Asked of counts. One that cannot say is shown, and says that it cannot be."""
        try:
            return bool(self.part.is_shown())
        except Exception:
            self._log()
            return True

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> SafeString:
        try:
            return SafeString(self.part.render_html(parent_context))
        except Exception:
            self._log()
            return render_to_string(self.template_name, {"name": self.name})

    @property
    def media(self) -> Media:
        try:
            return Media() + self.part.media
        except Exception:
            self._log()
            return Media()

    def _log(self) -> None:
        logger.exception("The dashboard's %s could not be shown", self.name)


def isolate_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [Isolated(panel, "core/admin/broken_panel.html") for panel in panels]


class OwnPagesSummaryItem(PagesSummaryItem):
    """How many pages a member works on; Wagtail counts all below what they have in common."""

    template_name = "core/admin/pages_count.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        if sees_everything(self.request.user):
            return dict(super().get_context_data(parent_context))
        site = get_site_for_user(self.request.user)
        return {
            "root_page": site["root_page"],
            "total_pages": mine(self.request.user, Page.objects.all()).count(),
            "site_name": site["site_name"],
        }


class OwnImagesSummaryItem(ImagesSummaryItem):
    """As many as the listing it leads to shows; Wagtail counts what may be chosen, too."""

    template_name = "core/admin/images_count.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        total = _listed(get_image_model(), self.request.user)
        return {**super().get_context_data(parent_context), "total_images": total}


class OwnDocumentsSummaryItem(DocumentsSummaryItem):
    """The same of documents."""

    template_name = "core/admin/documents_count.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        total = _listed(get_document_model(), self.request.user)
        return {**super().get_context_data(parent_context), "total_docs": total}


def _listed(model: type[Model], user: Any) -> int:
    policy = policy_registry.get_by_type(model)
    return int(policy.instances_user_has_any_permission_for(user, {"change", "delete"}).count())


OWN: Mapping[type[Component], type[Component]] = {
    PagesSummaryItem: OwnPagesSummaryItem,
    ImagesSummaryItem: OwnImagesSummaryItem,
    DocumentsSummaryItem: OwnDocumentsSummaryItem,
}


def isolate_summary(request: HttpRequest, items: list[Component]) -> None:
    items[:] = [
        Isolated(
            OWN[type(item)](request) if type(item) in OWN else item,
            "core/admin/broken_count.html",
        )
        for item in items
    ]


def advertise_nothing(request: HttpRequest, items: list[MenuItem]) -> None:
    """Help without news of Wagtail's releases and without a badge that counts what is unread."""
    items[:] = [
        _without_badge(item) for item in items if not item.name.startswith("whats-new-in-wagtail")
    ]


def _without_badge(item: MenuItem) -> MenuItem:
    if not isinstance(item, DismissibleMenuItem):
        return item
    return MenuItem(
        item.label,
        item.url,
        name=item.name,
        icon_name=item.icon_name,
        order=item.order,
        attrs={name: item.attrs[name] for name in ("target", "rel") if name in item.attrs},
    )
