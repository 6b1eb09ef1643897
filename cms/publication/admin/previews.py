"""The admin's screen for sharing a draft: makes preview tokens, lists and revokes them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.core import clock
from cms.publication.models import PreviewToken
from cms.publication.pages import PublishedPage
from cms.publication.preview.drafts import is_backed, issue_preview_token, revoke_preview_token
from cms.publication.preview.modes import site_id
from cms.publication.sites import frontend_preview_url

LIFETIMES = {
    "1": gettext_lazy("one hour"),
    "24": gettext_lazy("one day"),
    "168": gettext_lazy("one week"),
    "720": gettext_lazy("thirty days"),
}


class LifetimeForm(forms.Form):
    hours = forms.ChoiceField(
        label=gettext_lazy("The link opens for"), choices=list(LIFETIMES.items()), initial="24"
    )

    @property
    def lifetime(self) -> timedelta:
        return timedelta(hours=int(self.cleaned_data["hours"]))


def editable_page(request: HttpRequest, page_id: int) -> Page:
    """The page with its newest draft; raises PermissionDenied for who may not edit it."""
    page = get_object_or_404(Page.objects.select_related("latest_revision"), pk=page_id).specific
    if (
        not isinstance(page, PublishedPage)
        or not page.permissions_for_user(request.user).can_edit()
    ):
        raise PermissionDenied
    return page


class PreviewTokensView(WagtailAdminTemplateMixin, TemplateView):
    """Every token still open for a page, and a form for a new one, whose links are shown once."""

    template_name = "publication/admin/preview_tokens.html"
    page_title = gettext_lazy("Share a preview")
    header_icon = "link"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = LifetimeForm(request.POST or None)
        self.addresses: list[tuple[str, str]] = []

    @cached_property
    def page(self) -> Page:
        return editable_page(self.request, self.kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": edit, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        revision = self.page.latest_revision
        if revision is None:
            messages.error(request, _("Save a draft first: there is no version to share yet."))
        elif self.form.is_valid():
            _token, plain = issue_preview_token(
                revision=revision, user=request.user, lifetime=self.form.lifetime
            )
            self.addresses = list(addresses(self.page, plain))
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_tokens = PreviewToken.objects.filter(
            revision__object_id=str(self.page.pk),
            revision__base_content_type=self.page.get_base_content_type(),
            revoked_at__isnull=True,
            expires_at__gt=clock.now(),
        ).select_related("created_by", "revision")
        return super().get_context_data(
            page=self.page,
            form=self.form,
            addresses=self.addresses,
            tokens=[one for one in open_tokens if is_backed(one, self.page)],
            latest_revision_id=self.page.latest_revision_id,
            **kwargs,
        )


class RevokePreviewTokenView(View):
    """From now on the token opens nothing."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, page_id: int, token_id: int) -> HttpResponse:
        page = editable_page(request, page_id)
        token = get_object_or_404(PreviewToken, pk=token_id, revision__object_id=str(page.pk))
        revoke_preview_token(token)
        messages.success(request, _("The link no longer opens anything."))
        return redirect("preview_tokens", page_id=page.pk)


def addresses(page: Page, plain: str) -> Iterator[tuple[str, str]]:
    """(what it is, address) of everything a new token opens, the frontend first."""
    if frontend := frontend_preview_url(site_id(page), plain):
        yield _("On the frontend"), frontend
    yield _("As a page"), settings.PUBLIC_BASE_URL + reverse("preview", args=[plain])
    yield _("As JSON, for a developer"), f"{settings.PUBLIC_BASE_URL}/api/v1/preview/{plain}"


def header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """In a page's header: “Share a preview”, for who may edit it."""
    specific = page.specific_class
    if (
        specific
        and issubclass(specific, PublishedPage)
        and page.permissions_for_user(user).can_edit()
    ):
        yield Button(
            _("Share a preview"),
            url=reverse("preview_tokens", args=[page.pk]),
            icon_name="link",
            priority=67,
        )


def admin_urls() -> list[Any]:
    return [
        path("preview-tokens/<int:page_id>/", PreviewTokensView.as_view(), name="preview_tokens"),
        path(
            "preview-tokens/<int:page_id>/<int:token_id>/revoke/",
            RevokePreviewTokenView.as_view(),
            name="preview_token_revoke",
        ),
    ]
