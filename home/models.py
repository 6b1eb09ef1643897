"""The home page: one per locale, the root of that locale's tree."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.core.fields import BlocksField
from cms.publication.pages import PublishedPage
from home.blocks import HomeSectionsBlock, MenuBlock


class HomePage(PublishedPage):
    sections = BlocksField(HomeSectionsBlock(), blank=True, verbose_name=_("sections"))
    main_menu = BlocksField(MenuBlock(), blank=True, verbose_name=_("main menu"))
    footer_menu = BlocksField(MenuBlock(), blank=True, verbose_name=_("footer menu"))

    parent_page_types = ["wagtailcore.Page"]
    page_description = _("The front page of one language.")
    content_panels = [
        *PublishedPage.content_panels,
        FieldPanel("sections"),
        MultiFieldPanel(
            [FieldPanel("main_menu"), FieldPanel("footer_menu")], heading=_("Menus"), icon="bars"
        ),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def clean(self) -> None:
        super().clean()
        homes = HomePage.objects.filter(locale=self.locale_id).exclude(pk=self.pk)
        if homes.exists():
            raise ValidationError({"title": _("This language already has its home page.")})
