"""The settings tab every published page has."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel

SETTINGS = ObjectList(
    [FieldPanel("slug"), PublishingPanel()],
    heading=_("Address and schedule"),
)
