"""Images and documents with what they need to be shown in public: alt text, credit, licence."""

from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, AbstractRendition, SourceImageIOError

from cms.core.fields import CodeField


class Licensed(models.Model):
    """Who made a file and on what terms it may be shown."""

    # Wagtail's own Image and Document stay installed: without reverse names, ours do not clash.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by user"),
    )

    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who made it, as it must be named.")
    )
    licence = CodeField(_("licence"), codes="licences", blank=True)
    source_url = models.URLField(_("source address"), blank=True)

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        """What a published copy notes when it shows this file: `image:12`, `document:7`."""
        return f"{self._meta.model_name}:{self.pk}"


class Image(Licensed, AbstractImage):
    """A picture; `description` is its default alt text, which a page may say in its language."""

    tags = TaggableManager(blank=True, verbose_name=_("tags"), related_name="portal_images")

    admin_form_fields = (
        *("title", "file", "collection", "description", "credit", "licence", "source_url"),
        *("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height", "tags"),
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("change_published_image", "Can change images that public pages show")]

    def generate_rendition_file(self, filter: Any, *, source: File | None = None) -> File:
        """Raises SourceImageIOError when the original is missing or cannot be decoded."""
        try:
            return super().generate_rendition_file(filter, source=source)
        except (SourceImageIOError, InvalidFilterSpecError):
            raise
        except Exception as error:  # decoders raise whatever they like
            raise SourceImageIOError(str(error)) from error

    def get_rendition(self, filter: Any) -> "Rendition":
        """An unsaved rendition without a picture when there is no good original.

        Wagtail's choosers ask here without expecting an error.
        """
        try:
            rendition: Rendition = super().get_rendition(filter)
        except SourceImageIOError:
            rendition = Rendition(image=self, width=0, height=0)
            rendition.file.name = "not-found"
        return rendition


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]


class Document(Licensed, AbstractDocument):
    """A file to download or a captions file."""

    tags = TaggableManager(blank=True, verbose_name=_("tags"), related_name="portal_documents")

    admin_form_fields = (
        *("title", "file", "collection", "credit", "licence", "source_url", "tags"),
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [
            ("change_published_document", "Can change documents that public pages show"),
        ]
