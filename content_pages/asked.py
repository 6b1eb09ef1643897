"""What a page's author is asked by reviewers, as its form shows it: by field, with guides."""

from typing import Any

from cms.core import gate
from cms.editorial import selectors
from content_pages.checklist import Entry, tabs_of
from content_pages.models import GuidePage

MOST_GUIDES = 5


def entries(page: Any, asked: tuple[selectors.Asked, ...]) -> list[Entry]:
    """Each thing asked, as the checklist shows what is missing: its field is a click away."""
    tabs = tabs_of(page._meta.label)
    return [
        Entry(
            code=one.code,
            field=one.field,
            label=gate.label_of(page, one.field) if one.field else one.label,
            tab=tabs.get(one.field, ""),
            message=_message(one),
            in_form=one.field in tabs,
        )
        for one in asked
    ]


def _message(one: selectors.Asked) -> str:
    """The label stands before it where the form has no field for it."""
    said = [one.label, one.text] if one.field else [one.text]
    return ". ".join(part for part in said if part)


def guides(page: Any, asked: tuple[selectors.Asked, ...]) -> list[GuidePage]:
    """Public guides about what is asked, in the language of the page."""
    topics = {one.guide_topic for one in asked} - {""}
    if not topics:
        return []
    found = GuidePage.objects.filter(topic__in=topics, live=True, locale_id=page.locale_id)
    return list(found.defer_streamfields().order_by("title")[:MOST_GUIDES])
