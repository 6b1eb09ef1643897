"""The settings tab every published page has."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel

SETTINGS = ObjectList(
    [
        FieldPanel(
            "slug",
            help_text=_(
                "The last part of the page's address, in small letters, digits and hyphens. Left"
                " empty, it is made from the title."
            ),
        ),
        PublishingPanel(),
    ],
    heading=_("Address and schedule"),
)
