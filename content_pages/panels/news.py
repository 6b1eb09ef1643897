from wagtail.admin.panels import FieldPanel

from content_pages.panels.shared import IMAGE, INDEX, TITLE

__all__ = ["INDEX", "NEWS"]

NEWS = [
    TITLE,
    FieldPanel("date"),
    FieldPanel("lead"),
    IMAGE,
    FieldPanel("body"),
    FieldPanel("related"),
]
