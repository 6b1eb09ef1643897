"""Fields that several page types share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core.fields import BlocksField
from cms.editorial.pages import ReviewedPage
from content_pages.blocks.body import BodyBlock


class Illustrated(models.Model):
    """A lead image, with its alternative text in the page's language."""

    image = models.ForeignKey(
        "media.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("image"),
        help_text=_("At least 1200 × 675 pixels. Credit and licence are kept with the file."),
    )
    image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_(
            "What the image shows, in this page's language; "
            "without it, the image's own description."
        ),
    )

    class Meta:
        abstract = True


class Summarised(models.Model):
    summary = models.CharField(
        _("summary"),
        max_length=200,
        default="",
        help_text=_("One or two sentences for lists and search; 200 characters at most."),
    )

    class Meta:
        abstract = True


class WithBody(models.Model):
    body = BlocksField(BodyBlock(), blank=True, verbose_name=_("body"))

    class Meta:
        abstract = True


class IndexPage(ReviewedPage):
    """The page above all pages of one type; it orders the tree and may say a few words."""

    intro = models.TextField(_("introduction"), blank=True)

    class Meta:
        abstract = True
