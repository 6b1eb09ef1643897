"""The page behind a review link: the draft as citizens would meet it, and what to say of it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from cms.core.http import SAFE
from cms.editorial.models.links import ReviewLink
from cms.editorial.stakeholders import services
from cms.editorial.workflow.steps import current_digest
from cms.institutions.mailed_pages import behind_a_link
from cms.publication.preview.drafts import draft_document
from cms.publication.rendering.pages import render_document


def _found(token: str) -> ReviewLink:
    """Unknown, expired, revoked, and of a review that is over: the same 404."""
    link = services.find(token)
    if link is None:
        raise Http404
    return link


@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_link
def review(request: HttpRequest, token: str) -> HttpResponse:
    link = _found(token)
    if request.method in SAFE:
        services.note_opened(link)
        return _page(request, link, token)
    text = request.POST.get("text", "")
    try:
        if request.POST.get("act") == "approve":
            services.approve(link=link, digest=request.POST.get("digest", ""), text=text)
        else:
            services.comment(link=link, text=text)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        return _page(request, link, token, errors=error.messages, text=text, status=400)
    back = token if services.find(token) else None  # an approval may have ended the review
    return render(request, "editorial/public/thanks.html", {"token": back})


@require_safe
@xframe_options_sameorigin
@behind_a_link
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """The document itself, shown in a frame of the page above."""
    page = _found(token).submission.page.specific.get_latest_revision_as_object()
    return render_document(request, draft_document(page))


def _page(
    request: HttpRequest, link: ReviewLink, token: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = link.submission.page.specific
    context = {
        "link": link,
        "token": token,
        "title": page.draft_title or page.title,
        "digest": current_digest(page),
        "may_approve": services.open_review(link) is not None,
        **more,
    }
    return render(request, "editorial/public/review.html", context, status=status)
