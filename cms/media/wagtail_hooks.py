"""Registers what the admin and running text do with files, in place of Wagtail's own."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks

from cms.media.bulk_actions import MoveDocuments, MoveImages
from cms.media.facts import admin_urls
from cms.media.rich_text import DocumentLink, PageLink, SignedImageHandler

AFTER_WAGTAIL = 10


def _rich_text_features(features: Any) -> None:
    features.register_embed_type(SignedImageHandler)
    features.register_link_type(DocumentLink)
    features.register_link_type(PageLink)


def _permissions() -> QuerySet[Permission]:
    """Offered in the form of a group."""
    return Permission.objects.filter(
        content_type__app_label="media",
        codename__in=["change_published_image", "change_published_document"],
    )


hooks.register("register_rich_text_features", _rich_text_features, order=AFTER_WAGTAIL)
hooks.register("register_bulk_action", MoveImages, order=AFTER_WAGTAIL)
hooks.register("register_bulk_action", MoveDocuments, order=AFTER_WAGTAIL)
hooks.register("register_admin_urls", admin_urls)
hooks.register("register_permissions", _permissions)
