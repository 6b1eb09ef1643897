"""The page that has a published copy."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site

from cms.core.models import BasePage
from cms.publication.panels import SETTINGS
from cms.publication.previews import draft_document
from cms.publication.rendering import render_document
from cms.publication.sites import frontend_root
from cms.publication.unit_of_work import publishing


class PublishedPage(BasePage):
    """Every operation on it and its published copy commit together or not at all."""

    settings_panels = list(SETTINGS.children)
    promote_panels: list[Any] = []

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().save(*args, **kwargs)

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().publish(*args, **kwargs)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().unpublish(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().delete(*args, **kwargs)

    def move(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().move(*args, **kwargs)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().copy(*args, **kwargs)

    def create_alias(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().create_alias(*args, **kwargs)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The page's address is the frontend's: `view live` and links in the admin open it there."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        return parts[0], frontend_root(parts[0]), self.public_path

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as a citizen would meet it: its very document, drawn by the built-in renderer."""
        return render_document(request, draft_document(self))
