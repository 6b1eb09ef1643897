"""Panels several page types share."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel

TITLE = TitleFieldPanel("title")
IMAGE = MultiFieldPanel(
    [FieldPanel("image"), FieldPanel("image_alt")], heading=_("Image"), icon="image"
)
INDEX = [TITLE, FieldPanel("intro")]
