"""Files: pictures already made, pictures by signed addresses, documents.

What one may not have and what is not there are the same 404.
"""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.documents.models import document_served
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.utils import verify_signature
from wagtail.models import CollectionViewRestriction
from wagtail.users.models import UserProfile
from whitenoise.media_types import MediaTypes

from cms.media import renditions
from cms.media.access import access_to, opens
from cms.media.models import Document, Image, Rendition
from cms.media.serving import SAFE, serve, serve_once
from cms.media.showing import is_shown

# Shown in the window by a viewer of the browser's own; everything else is saved.
INLINE = frozenset({"application/pdf"})

_media_types = MediaTypes()


class Nothing(Http404):
    """What is not there, or not for who asks. Both answers depend on who asks, so both say so."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        request.session.get(SESSION_KEY)  # answers that read the session vary on the cookie


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture made before, by its file's name; profile pictures, to people of the admin."""
    if "\0" in path:  # PostgreSQL takes none
        raise Nothing(request)
    rendition = renditions.of_file(path)
    if rendition is None:
        return _avatar(request, path)
    shown = rendition.filter_spec != renditions.ORIGINAL and is_shown(rendition.image)
    access = access_to(request, rendition.image, shown=shown)
    if not access.allowed:
        raise Nothing(request)
    return _picture(request, rendition, shared=access.shared)


@require_safe
def image(
    request: HttpRequest, signature: str, image_id: str, filter_spec: str
) -> HttpResponseBase:
    """A picture by a signed address, made on first request.

    The signature stands in published copies and previews: who has it was shown the image.
    """
    if not verify_signature(signature.encode(), image_id, filter_spec):
        raise Nothing(request)
    found = Image.objects.select_related("collection").filter(pk=image_id).first()
    if found is None:
        raise Nothing(request)
    access = access_to(request, found, shown=True)
    if not access.allowed:
        raise Nothing(request)
    try:
        made = renditions.of_image(found, filter_spec)
    except InvalidFilterSpecError:
        raise Nothing(request) from None
    if isinstance(made, File):
        content_type = _media_types.get_type(made.name)
        return serve_once(made, content_type=content_type, shared=access.shared)
    return _picture(request, made, shared=access.shared)


@require_safe
def document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    """A document, to who may have it; who must first say a password or sign in is asked to."""
    found = Document.objects.select_related("collection").filter(pk=document_id).first()
    if found is None or found.filename != filename:
        raise Nothing(request)
    public = is_shown(found)
    shown = public or opens(request.GET.get("key", ""), found)
    access = access_to(request, found, shown=shown)
    if access.asks is not None:
        return _ask(request, access.asks)
    if not access.allowed:
        raise Nothing(request)
    document_served.send(sender=Document, instance=found, request=request)
    try:
        return serve(
            request,
            found.file,
            content_type=found.content_type,
            shared=public and access.shared,
            more_headers=_headers(found),
        )
    except FileNotFoundError:
        raise Nothing(request) from None


def _headers(document: Document) -> dict[str, str]:
    """A PDF needs the browser's viewer; all others are saved, and may do nothing if opened."""
    inline = document.content_type in INLINE
    return SAFE | {
        "Content-Disposition": content_disposition_header(not inline, document.filename) or "",
        "Content-Security-Policy": "default-src 'none'" + ("" if inline else "; sandbox"),
    }


def _picture(
    request: HttpRequest, rendition: Rendition | None, *, shared: bool
) -> HttpResponseBase:
    """Raises Http404 when neither the picture nor a good original is there."""
    while rendition is not None:
        content_type = _media_types.get_type(rendition.file.name)
        try:
            return serve(request, rendition.file, content_type=content_type, shared=shared)
        except FileNotFoundError:
            rendition = renditions.make_again(rendition)
    raise Nothing(request)


def _avatar(request: HttpRequest, path: str) -> HttpResponseBase:
    profile = UserProfile.objects.filter(avatar=path).first()
    if profile is None or not request.user.has_perm("wagtailadmin.access_admin"):
        raise Nothing(request)
    content_type = _media_types.get_type(path)
    try:
        return serve(request, profile.avatar, content_type=content_type, shared=False)
    except FileNotFoundError:
        raise Nothing(request) from None


def _ask(request: HttpRequest, restriction: CollectionViewRestriction) -> Any:
    """A form for the password, or the way to the login; a 404 to who signed in in vain."""
    address = request.get_full_path()
    if restriction.restriction_type != CollectionViewRestriction.PASSWORD:
        if request.user.is_authenticated:
            raise Nothing(request)
        response: Any = redirect_to_login(address, reverse("wagtailadmin_login"))
    else:
        form = PasswordViewRestrictionForm(instance=restriction, initial={"return_url": address})
        action = reverse("wagtaildocs_authenticate_with_password", args=[restriction.pk])
        context = {"form": form, "action_url": action}
        response = TemplateResponse(request, "media/password_required.html", context)
    add_never_cache_headers(response)
    return response
