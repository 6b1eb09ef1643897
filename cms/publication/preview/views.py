"""What the built-in renderer shows outside the admin: drafts by token."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.publication.preview.drafts import open_preview
from cms.publication.rendering.pages import render_document


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft a token opens. Unknown, expired and revoked tokens are the same 404."""
    document = open_preview(token)
    if document is None:
        raise Http404
    return render_document(
        request, document, notice=_("A draft, shown to you before it is published.")
    )
