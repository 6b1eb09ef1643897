"""Categories: what kind of culture an item is. They may nest."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.core.fields import BlocksField
from cms.editorial.pages import ReviewedPage
from content_pages.blocks.picks import PicksBlock
from content_pages.models.base import Illustrated, IndexPage
from content_pages.panels import category as panels

CODE = re.compile(r"^[a-z][a-z0-9_]*$")


class CategoryIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content_pages.CategoryPage"]
    max_count_per_parent = 1
    content_panels = panels.INDEX
    page_description = _("Holds the categories.")

    class Meta:
        verbose_name = _("categories")


class CategoryPage(Illustrated, ReviewedPage):
    """A category; `code` is what filters and institutions' systems name it by."""

    code = models.CharField(
        _("code"),
        max_length=40,
        default="",
        validators=[RegexValidator(CODE, _("Lower-case letters, digits and _."))],
        help_text=_("The same in every language, for ever: theatre, music …"),
    )
    intro = models.TextField(_("introduction"), blank=True)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour as #rrggbb."))],
    )
    picks = BlocksField(PicksBlock(), blank=True, verbose_name=_("curated picks"))

    override_translatable_fields = [
        SynchronizedField("code"),
        SynchronizedField("colour"),
        SynchronizedField("image"),
        TranslatableField("slug"),
    ]
    parent_page_types = ["content_pages.CategoryIndexPage", "content_pages.CategoryPage"]
    subpage_types = ["content_pages.CategoryPage"]
    content_panels = panels.CATEGORY
    page_description = _("A kind of culture: theatre, music, museums …")

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def clean(self) -> None:
        super().clean()
        same_code = CategoryPage.objects.filter(code=self.code, locale=self.locale_id).exclude(
            translation_key=self.translation_key
        )
        if self.code and same_code.exists():
            raise ValidationError({"code": _("Another category has this code.")})
