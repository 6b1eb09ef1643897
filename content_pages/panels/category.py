from wagtail.admin.panels import FieldPanel

from content_pages.panels.shared import IMAGE, INDEX, TITLE

__all__ = ["CATEGORY", "INDEX"]

CATEGORY = [
    TITLE,
    FieldPanel("code"),
    FieldPanel("intro"),
    FieldPanel("colour"),
    IMAGE,
    FieldPanel("picks"),
]
