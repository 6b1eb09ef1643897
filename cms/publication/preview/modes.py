"""Where a preview is drawn: on the site's frontend when it names one, else here."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.publication.preview.drafts import draft_document, standing_preview_token
from cms.publication.rendering.pages import render_document
from cms.publication.sites import frontend_preview_url, names_frontend

HERE = "here"
FRONTEND = "frontend"

Modes = list[tuple[str, str | Promise]]

ONLY_HERE: Modes = [(HERE, _("As a page, unsaved changes too"))]
BOTH: Modes = [(FRONTEND, _("On the frontend, as last saved")), *ONLY_HERE]


def modes(page: Page) -> Modes:
    """What the editor may choose from, the default first."""
    return BOTH if names_frontend(site_id(page)) else ONLY_HERE


def serve(page: Page, request: HttpRequest, mode: str) -> HttpResponse:
    """The draft in the mode asked for.

    A frontend reads revisions through a token, so it shows what was last saved; before the first
    save there is nothing it could read, and the draft is drawn here.
    """
    notice = ""
    if mode == FRONTEND:
        if address := _frontend_address(page, request):
            return HttpResponseRedirect(address)
        notice = gettext("Save the draft once to see it on the frontend.")
    return render_document(
        request,
        draft_document(page),
        notice=notice,
        editing=bool(getattr(request, "in_preview_panel", False)),
    )


def site_id(page: Page) -> int | None:
    parts = page.get_url_parts()
    return parts[0] if parts else None


def _frontend_address(page: Page, request: HttpRequest) -> str | None:
    revision = page.latest_revision if page.pk else None
    if revision is None:
        return None
    plain = standing_preview_token(revision=revision, user=request.user)
    return frontend_preview_url(site_id(page), plain)
