"""Tags: the words others file their private pictures under are theirs too."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from taggit.models import Tag, TagBase
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.core.visibility import sees_everything, visible_to

OFFERED = 10


def used_on(user: Any, model: type[Model]) -> Q:
    """Tags on those rows of `model` that the user may see."""
    seen = visible_to(user, model._default_manager.all()).values("pk")
    return Q(
        taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model),
        taggit_taggeditem_items__object_id__in=seen,
    )


def popular_tags(user: Any, model: type[Model]) -> QuerySet[Tag]:
    """The tags used most on what the user may see."""
    return (
        Tag.objects.filter(used_on(user, model))
        .annotate(uses=Count("taggit_taggeditem_items"))
        .order_by("-uses", "name")[:OFFERED]
    )


def on_files(user: Any) -> Q:
    return used_on(user, get_image_model()) | used_on(user, get_document_model())


def autocomplete(
    request: HttpRequest, app_name: str = "taggit", model_name: str = "tag"
) -> JsonResponse:
    """Names of tags that begin with `term`, as Wagtail's, of what the asker may see."""
    found = ContentType.objects.filter(app_label=app_name, model=model_name).first()
    model = found.model_class() if found else None
    if model is None or not issubclass(model, TagBase):
        raise Http404
    term = request.GET.get("term", "")
    tags = (
        model._default_manager.filter(name__istartswith=term)
        if term
        else model._default_manager.none()
    )
    if model is not Tag:
        # Nobody said whose such tags are.
        tags = tags if sees_everything(request.user) else tags.none()
    elif not sees_everything(request.user):
        tags = tags.filter(pk__in=seen_tags(request.user))
    return JsonResponse(
        list(tags.order_by("name").values_list("name", flat=True)[:OFFERED]), safe=False
    )


def seen_tags(user: Any) -> QuerySet[Any]:
    return Tag.objects.filter(on_files(user)).values("pk")
