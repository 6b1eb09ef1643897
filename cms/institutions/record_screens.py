"""What the screens beside a record's form share: whose record it is, and the way back to it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.institutions.models import Institution


class RecordScreen(WagtailAdminTemplateMixin):
    """A screen about one institution, for those whom `may` lets in."""

    header_icon = "institution"
    url_name: str

    def may(self, user: Any, institution: Institution) -> bool:
        raise NotImplementedError

    @cached_property
    def institution(self) -> Institution:
        """Raises PermissionDenied, whatever the address, for who has no business with it."""
        record = get_object_or_404(Institution, pk=self.kwargs["pk"])
        if not self.may(self.request.user, record):
            raise PermissionDenied
        return record

    @property
    def address(self) -> str:
        return reverse(f"institution_records:{self.url_name}", args=[self.institution.pk])

    @property
    def record_address(self) -> str:
        return reverse("institution_records:edit", args=[self.institution.pk])

    def get_page_subtitle(self) -> str:
        return str(self.institution)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("institution_records:list"), "label": _("Institution records")},
            {"url": self.record_address, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(
            institution=self.institution, address=self.address, **kwargs
        )
        return context
