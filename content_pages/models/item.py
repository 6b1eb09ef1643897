"""The item: the thing people watch, listen to, read or play. It lives under its institution."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail_localize.fields import SynchronizedField

from cms.core.fields import BlocksField, CodeField, CodesField
from cms.editorial.pages import ReviewedPage
from content_pages.blocks.media import MediaBlock
from content_pages.models.base import Illustrated, Summarised, WithBody
from content_pages.panels import item as panels

ALLOWED = [(None, _("Unknown")), (True, _("Yes")), (False, _("No"))]


class ItemPage(Illustrated, Summarised, WithBody, ReviewedPage):
    """Everything about one piece of online culture; the ★ fields are needed to publish."""

    practical_notes = models.CharField(_("practical notes"), max_length=255, blank=True)

    category = models.ForeignKey(
        "content_pages.CategoryPage",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("category"),
    )
    more_categories = ParentalManyToManyField(
        "content_pages.CategoryPage",
        blank=True,
        related_name="+",
        verbose_name=_("more categories"),
    )
    format = CodeField(_("format"), codes="formats", default="")
    themes = ClusterTaggableManager(
        through="content_pages.ItemTheme", blank=True, verbose_name=_("themes")
    )

    media = BlocksField(
        MediaBlock(),
        default="",
        verbose_name=_("media"),
        help_text=_("At least one: what people will watch, hear, visit, read or play."),
    )

    access_mode = CodeField(_("access mode"), codes="access_modes", default="")
    access_url = models.URLField(
        _("access address"), max_length=1000, default="", help_text=_("Where it is enjoyed.")
    )
    price_min = models.DecimalField(
        _("lowest price"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    price_max = models.DecimalField(
        _("highest price"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    currency = CodeField(_("currency"), codes="currencies", default="EUR")

    on_demand_from = models.DateTimeField(_("on demand from"), null=True, blank=True)
    on_demand_until = models.DateTimeField(_("on demand until"), null=True, blank=True)
    duration_minutes = models.PositiveIntegerField(_("duration in minutes"), null=True, blank=True)

    attendance = CodeField(_("attendance"), codes="attendance_modes", default="online")
    place = models.CharField(
        _("place"), max_length=255, blank=True, help_text=_("When it is not only online.")
    )

    age_scheme = CodeField(_("age scheme"), codes="age_schemes", default="none")
    age_rating = models.CharField(_("age rating"), max_length=8, blank=True)
    target_age_from = models.PositiveSmallIntegerField(
        _("target age from"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    target_age_to = models.PositiveSmallIntegerField(
        _("target age to"), null=True, blank=True, validators=[MaxValueValidator(120)]
    )
    audiences = CodesField(_("audiences"), codes="audiences")
    level = CodeField(_("level"), codes="levels", blank=True)
    groups_only = models.BooleanField(_("groups only"), default=False)

    hazards = CodesField(_("hazards"), codes="access_hazards")
    accessibility_note = models.CharField(_("accessibility note"), max_length=255, blank=True)
    accessibility_contact = models.EmailField(_("accessibility contact"), blank=True)

    spoken_languages = CodesField(_("spoken languages"), codes="languages")
    subtitle_languages = CodesField(_("subtitles"), codes="languages")
    sign_languages = CodesField(_("sign languages"), codes="sign_languages")
    no_language_needed = models.BooleanField(_("no language needed"), default=False)

    rights_holder = models.CharField(_("rights holder"), max_length=255, blank=True)
    licence = CodeField(_("licence"), codes="licences", blank=True)
    credit_line = models.CharField(_("credit line"), max_length=255, blank=True)
    embed_allowed = models.BooleanField(
        _("embedding allowed"), null=True, blank=True, choices=ALLOWED
    )
    download_allowed = models.BooleanField(
        _("download allowed"), null=True, blank=True, choices=ALLOWED
    )

    partners = ParentalManyToManyField(
        "content_pages.InstitutionPage",
        blank=True,
        related_name="+",
        verbose_name=_("partners"),
    )
    series = models.CharField(_("series"), max_length=140, blank=True)
    programmes = ParentalManyToManyField(
        "content_pages.ProgrammePage",
        blank=True,
        related_name="+",
        verbose_name=_("programmes"),
    )

    featured_from = models.DateTimeField(_("featured from"), null=True, blank=True)
    featured_until = models.DateTimeField(_("featured until"), null=True, blank=True)

    # Facts are the same in every language; texts are not.
    override_translatable_fields = [
        SynchronizedField(name)
        for name in (
            *("category", "more_categories", "format", "image", "access_mode", "access_url"),
            *("price_min", "price_max", "currency", "on_demand_from", "on_demand_until"),
            *("duration_minutes", "attendance", "age_scheme", "age_rating", "target_age_from"),
            *("target_age_to", "audiences", "level", "groups_only", "hazards", "partners"),
            *("accessibility_contact", "spoken_languages", "subtitle_languages"),
            *("sign_languages", "no_language_needed", "rights_holder", "licence"),
            *("embed_allowed", "download_allowed", "programmes", "featured_from"),
            *("featured_until", "occurrences", "accessibility_features", "rights_windows"),
            *("contributions", "related_items"),
        )
    ]

    parent_page_types = ["content_pages.InstitutionPage"]
    subpage_types: list[str] = []
    edit_handler = panels.ITEM
    page_description = _("A stream, recording, podcast, virtual visit, quiz, game, article …")

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        indexes = [models.Index(fields=["format"], name="item_by_format")]
