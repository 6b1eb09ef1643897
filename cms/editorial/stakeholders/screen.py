"""Who is asked about a page by a link: a screen for those who submit or review it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.editorial import policies
from cms.editorial.stakeholders import services
from cms.editorial.stakeholders.selectors import links_of


class GuestForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"))


class ReviewLinksView(WagtailAdminTemplateMixin, TemplateView):
    """The links of a page's submission, each with its state, and a form for another."""

    template_name = "editorial/stakeholders/links.html"
    page_title = gettext_lazy("Ask somebody without an account")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not policies.may_invite(request.user, self.page):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self) -> Page:
        return get_object_or_404(Page, pk=self.kwargs["page_id"]).specific

    @cached_property
    def form(self) -> GuestForm:
        return GuestForm(self.request.POST or None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "revoke" in request.POST:
            return self._revoke(request)
        if self.form.is_valid():
            try:
                services.invite(page=self.page, user=request.user, **self.form.cleaned_data)
            except ValidationError as refused:
                self.form.add_error(None, refused)
            else:
                told = _("%(name)s is asked: a link is on its way.")
                messages.success(request, told % {"name": self.form.cleaned_data["name"]})
                return redirect(request.path)
        return self.render_to_response(self.get_context_data(), status=422)

    def _revoke(self, request: HttpRequest) -> HttpResponse:
        link = services.link_of(policies.submission_of(self.page), request.POST["revoke"])
        services.revoke(link=link, user=request.user)
        messages.success(request, _("The link of %(name)s opens nothing.") % {"name": link.name})
        return redirect(request.path)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.back, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def back(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submission = policies.submission_of(self.page)
        return super().get_context_data(
            form=self.form,
            back=self.back,
            links=links_of(submission, self.request.user) if submission else [],
            may_lend=policies.may_lend(self.request.user, self.page),
            **kwargs,
        )


def admin_urls() -> list[Any]:
    address = "moderation/pages/<int:page_id>/review-links/"
    return [path(address, ReviewLinksView.as_view(), name="review_links")]
