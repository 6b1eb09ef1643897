"""Images and documents with what they need to be shown in public: alt text, credit, licence."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

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


class Image(Licensed, AbstractImage):
    """A picture; `description` is its default alt text, which a page may say in its language."""

    tags = TaggableManager(blank=True, verbose_name=_("tags"), related_name="portal_images")

    admin_form_fields = (
        *(name for name in WagtailImage.admin_form_fields if name != "tags"),
        "credit",
        "licence",
        "source_url",
        "tags",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class Rendition(AbstractRendition):
    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Document(Licensed, AbstractDocument):
    """A file to download or a captions file."""

    tags = TaggableManager(blank=True, verbose_name=_("tags"), related_name="portal_documents")

    admin_form_fields = (
        *(name for name in WagtailDocument.admin_form_fields if name != "tags"),
        "credit",
        "licence",
        "source_url",
        "tags",
    )

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
