"""Translations in the admin: the report of one's own pages', and what a translation may show."""

from http import HTTPStatus
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.models import OverridableSegment
from wagtail_localize.views import edit_translation, snippets_api
from wagtail_localize.views.report import TranslationsReportView

from cms.core.admin_screens.urls import in_the_admin, listing
from cms.core.visibility import may_see_id, mine, sees_everything, visible_to
from content_pages.translation_drafts import Update

OVERRIDE = "override_in_translation"
UPDATE = "update_page_translations"


class Translations(TranslationsReportView):
    def get_queryset(self) -> QuerySet[Any]:
        translations = super().get_queryset().order_by("-created_at", "-pk")
        if sees_everything(self.request.user):
            return translations
        pages = mine(self.request.user, Page.objects.all())
        return translations.filter(source__object_id__in=pages.values("translation_key"))


class SnippetSerializer(snippets_api.BaseSnippetSerializer):
    """Wagtail-localize's looks for the record's form where only stock snippets have theirs."""

    def get_edit_url(self, instance: Model) -> str | None:
        found: str | None = AdminURLFinder(self.context["request"].user).get_edit_url(instance)
        return found


class SnippetsSeen(snippets_api.SnippetViewSet):
    """Records one sees, with the address of their form where one may change them."""

    def get_queryset(self) -> QuerySet[Any]:
        return visible_to(self.request.user, super().get_queryset())

    def get_serializer_class(self) -> type[Any]:
        model = self.get_model()
        fields = {"model": model, "fields": ["id", "title", "edit_url"]}
        meta = type("Meta", (object,), fields)
        return type(f"{model.__name__}Serializer", (SnippetSerializer,), {"Meta": meta})


def edit_override(
    request: HttpRequest, translation_id: int, overridable_segment_id: int
) -> HttpResponse:
    """Another image, document or page in a translation: one that the translator may see."""
    if request.method == "PUT":
        segment = get_object_or_404(OverridableSegment, pk=overridable_segment_id)
        model, value = chosen_model(segment), chosen_value(request)
        if value is None:
            return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        if model is not None and not may_see_id(request.user, model, value):
            raise Http404
    return edit_translation.edit_override(request, translation_id, overridable_segment_id)


def chosen_value(request: HttpRequest) -> str | None:
    """The `value` that wagtail-localize will read of the body: parsed by its own parsers."""
    # Read whole, so that the body can be parsed a second time.
    _ = request.body
    parsers = [parser() for parser in edit_translation.edit_override.cls.parser_classes]
    try:
        value: str | None = Request(request, parsers=parsers).POST.get("value")
    except APIException:
        return None
    return value


def chosen_model(segment: OverridableSegment) -> type[Model] | None:
    """What the segment chooses one of; None where it is a text or an address."""
    page = segment.source.get_source_instance()
    place = edit_translation.get_segment_location_info(
        page,
        edit_translation.TabHelper(page),
        segment.context.path,
        segment.context.get_field_path(page),
        widget=True,
    )
    choosers = {
        "page_chooser": Page,
        "image_chooser": get_image_model(),
        "document_chooser": get_document_model(),
    }
    return choosers.get(place["widget"]["type"])


urlpatterns = in_the_admin(
    [
        *listing("localize/reports/translations/", Translations),
        path(
            "localize/update/<int:translation_source_id>/",
            Update.as_view(),
            name=UPDATE,
        ),
        path(
            "localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
            edit_override,
            name=OVERRIDE,
        ),
        path(
            "localize/api/snippets/<slug:app_label>/<slug:model_name>/",
            SnippetsSeen.as_view({"get": "list"}),
        ),
        path(
            "localize/api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/",
            SnippetsSeen.as_view({"get": "retrieve"}),
        ),
    ]
)
