"""What forms ask while one fills them in: about a pasted address, about chosen images."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.codes import code_list
from cms.core.visibility import key_of, visible_to
from cms.media.models import Image
from cms.media.oembed import NothingTold, Told, Unreachable, endpoint_of, is_web_address, told_of
from cms.media.policies import changeable
from cms.media.providers import provider_of
from cms.media.widgets import IMAGES_AT_ONCE


@require_safe
def media_facts(request: HttpRequest) -> JsonResponse:
    """`{"provider", "title", "duration_seconds", "thumbnail_url", "message"}` of `url`.

    `provider` is what is chosen so far; a host we know decides. The message says in the
    reader's language what to do by hand. 400 for what is no address.
    """
    address = request.GET.get("url", "").strip()
    if not is_web_address(address):
        message = _("This is no address of the web: it begins with https://.")
        return JsonResponse({"message": message}, status=400)
    told, message = _told(address)
    provider = provider_of(address, request.GET.get("provider"))
    return JsonResponse(asdict(told) | {"provider": provider, "message": message})


def _told(address: str) -> tuple[Told, str]:
    endpoint = endpoint_of(address)
    if endpoint is None:
        return Told(), _("This site tells nothing of its own accord: fill in title and duration.")
    try:
        told = told_of(address, endpoint)
    except Unreachable:
        return Told(), _("The platform could not be reached: fill in title and duration.")
    except NothingTold:
        return Told(), _(
            "The platform says nothing of this address: check it, or fill in title and duration."
        )
    if told.duration_seconds is None:
        return told, _("The platform does not tell the duration: fill it in.")
    return told, ""


@require_safe
def image_facts(request: HttpRequest) -> JsonResponse:
    """`{"images": {id: {"facts", "edit_url", "message"}}}` of those of `ids` the asker may see.

    Ids beyond IMAGES_AT_ONCE are left out: the script asks for no more at once.
    """
    spelled = request.GET.get("ids", "").split(",")[:IMAGES_AT_ONCE]
    keys = {key for one in spelled if (key := key_of(Image, one)) is not None}
    rows = Image.objects.filter(pk__in=keys).select_related("collection", "uploaded_by_user")
    images = list(visible_to(request.user, rows))
    mendable = changeable(request.user, images)
    told = {image.pk: _of_image(image, may_mend=image.pk in mendable) for image in images}
    return JsonResponse({"images": told})


def _of_image(image: Image, *, may_mend: bool) -> dict[str, Any]:
    facts = list(_facts(image))
    missing = any(one["missing"] for one in facts)
    message = ""
    if missing:
        message = (
            _("Needed to publish.")
            if may_mend
            else _("Needed to publish. Ask who uploaded it, or a moderator, to fill it in.")
        )
    edit_url = reverse("wagtailimages:edit", args=[image.pk]) if may_mend else ""
    return {"facts": facts, "edit_url": edit_url, "message": message}


def _facts(image: Image) -> Iterator[dict[str, Any]]:
    """What is missing, only the image can say; what it shows, the page may say in its place."""
    named: Any = image._meta.get_field
    licence = code_list("licences").label(image.licence) if image.licence else ""
    for label, value in (
        (capfirst(named("credit").verbose_name), image.credit),
        (capfirst(named("licence").verbose_name), licence),
    ):
        yield {"label": label, "value": value or _("missing"), "missing": not value}
    text = image.description or _("none with the image: say it in this page")
    yield {"label": _("Alternative text"), "value": text, "missing": False}


def admin_urls() -> list[Any]:
    return [
        path("media-facts/", media_facts, name="media_facts"),
        path("image-facts/", image_facts, name="image_facts"),
    ]
