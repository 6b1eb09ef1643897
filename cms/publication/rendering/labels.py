"""What the fields of documents are called, and which are not shown; for every kind of document.

A test walks the schemas of all kinds and blocks: a field is stated (`facts.FACTS`), stands under a
heading named here, is drawn by a template, or is named as not shown.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Fields the page's own template shows: the head, the hero, the menus.
OF_THE_PAGE = frozenset(
    {"title", "summary", "lead", "intro", "image", "category", "format", "institution", "is_free"}
    | {"locale", "alternates", "navigation", "colour"}
)
# For machines, or told by something else of the same document.
UNSHOWN = frozenset(
    {"id", "kind", "requested_locale", "fallback", "slug", "path", "code", "lists"}
    | {"published_at", "updated_at", "jsonld", "quality"}
    # told by `occurrences`, `accessibility_details`, `address`, and the trail above the title
    | {"next_occurrence", "accessibility", "town", "parent", "ancestors"}
)
# Lists of blocks, in reading order, with the heading above them.
STREAMS: Mapping[str, str | Promise] = {
    "media": "",
    "sections": "",
    "body": "",
    "steps": _("Step by step"),
}
# Lists of cards, with the heading above them.
SHELVES: Mapping[str, str | Promise] = {
    "picks": _("Our picks"),
    "related": _("See also"),
}


def by_its_name(field: str) -> str:
    """What a field nobody thought of is called."""
    return field.replace("_", " ").capitalize()
