"""An alias becomes a page of its own: what it says it says from now on itself.

As an alias it was cleared with its source. What it shows in public it may go on showing; one that
stood in for a translation showed nothing, and is a draft until it is reviewed.
"""

from collections.abc import Iterable

from wagtail.log_actions import get_active_log_context
from wagtail.models import Page

from cms.publication.clearance import Authority, uncleared
from cms.publication.models import Clearance

CONVERTED = "alias_converted"
# What Wagtail writes, and wagtail-localize, to convert one.
CONVERSION = {"alias_of_id"}
# What is written of one that must not be live on its own.
TAKEN_DOWN = ("live", "has_unpublished_changes")


def is_conversion(page: Page, update_fields: Iterable[str] | None) -> bool:
    return update_fields is not None and set(update_fields) == CONVERSION and not page.alias_of_id


def convert(page: Page) -> tuple[str, ...]:
    """Clear a live alias that stops being one, or make it a draft; returns which fields changed.

    It is not saved yet. Content that was not cleared stays so, and the last door refuses it.
    """
    alias = Page.objects.select_related("alias_of").filter(pk=page.pk).first()
    source = alias.alias_of if alias else None
    if source is None or not page.live:
        return ()
    if source.locale_id != page.locale_id:
        page.live, page.has_unpublished_changes = False, True
        return TAKEN_DOWN
    page.alias_of_id = source.pk
    cleared = not uncleared([page])
    page.alias_of_id = None
    if cleared:
        user = get_active_log_context().user
        Authority(Clearance.Kind.INHERITED, CONVERTED, user, {"source": source.pk}).clear(page)
    return ()
