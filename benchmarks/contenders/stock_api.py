"""Wagtail's API v2 as its documentation sets it up; our models stay as they are.

A page type names its public fields in `api_fields`. Ours name none, because the public API does not
read pages: the endpoint adds them here.
"""

from typing import Any

from django.urls import path
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from content_pages.models import ItemPage

# About half of what our card holds: what v2 can give without code of one's own.
CARD = (
    *("summary", "category", "format", "image", "access_mode", "attendance", "duration_minutes"),
    *("age_rating", "audiences", "spoken_languages", "subtitle_languages"),
)
DETAIL = (
    *("body", "practical_notes", "media", "access_url", "place", "accessibility_note", "series"),
    *("rights_holder", "licence", "credit_line", "occurrences", "accessibility_features"),
    *("contributions",),
)


class ItemsAPIViewSet(PagesAPIViewSet):
    @classmethod
    def get_body_fields(cls, model: type) -> list[Any]:
        fields = super().get_body_fields(model)
        if model is ItemPage:
            fields = [*fields, *(APIField(name) for name in (*CARD, *DETAIL))]
        return fields


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", ItemsAPIViewSet)

urlpatterns = [path("api/v2/", router.urls)]
