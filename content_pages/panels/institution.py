from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.institutions.panels import STAFF
from content_pages.panels.shared import CHECKLIST, IMAGE, INDEX, REVIEW, SUMMARY, TITLE

__all__ = ["INDEX", "INSTITUTION"]

INSTITUTION = [
    REVIEW,
    CHECKLIST,
    TITLE,
    SUMMARY,
    FieldPanel(
        "institution",
        permission=STAFF,  # rights on everything below the page go with it
        help_text=_(
            "Its record: address, contacts, channels and members are kept there. Another one acts"
            " as soon as the form is saved, as a draft too: the page, in every language, and the"
            " rights on it are that institution's from then on."
        ),
    ),
    IMAGE,
    FieldPanel("body"),
]
