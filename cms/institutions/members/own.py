"""“My institutions”: where one is a member, and how one leaves."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.models import User
from cms.institutions.members.leaving import leave
from cms.institutions.models import Membership


class OwnInstitutionsView(WagtailAdminTemplateMixin, TemplateView):
    """Only one's own memberships are shown, and only one's own are ended."""

    template_name = "institutions/admin/own.html"
    page_title = gettext_lazy("My institutions")
    header_icon = "institution"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(memberships=self._own(), **kwargs)
        return context

    def post(self, request: HttpRequest) -> HttpResponse:
        number = request.POST.get("membership", "")
        key = int(number) if number.isdecimal() and len(number) < 19 else 0
        membership = get_object_or_404(self._own(), pk=key)
        try:
            leave(membership.institution, user=cast(User, request.user))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            told = _("You have left %(institution)s.") % {"institution": membership.institution}
            messages.success(request, told)
        return redirect("own_institutions")

    def _own(self) -> Any:
        rows = Membership.objects.filter(user=cast(User, self.request.user))
        return rows.select_related("institution").order_by("institution__legal_name")


def urls() -> list[Any]:
    return [path("my-institutions/", OwnInstitutionsView.as_view(), name="own_institutions")]


def account_menu_item(request: HttpRequest) -> dict[str, Any]:
    """A hook: a link beside the account's settings."""
    return {
        "url": reverse("own_institutions"),
        "label": _("My institutions"),
        "help_text": _("Where you are a member, in which role, and how to leave."),
    }
