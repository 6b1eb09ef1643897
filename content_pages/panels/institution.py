from wagtail.admin.panels import FieldPanel

from content_pages.panels.shared import IMAGE, INDEX, TITLE

__all__ = ["INDEX", "INSTITUTION"]

INSTITUTION = [
    TITLE,
    FieldPanel("institution"),
    FieldPanel("summary"),
    IMAGE,
    FieldPanel("body"),
]
