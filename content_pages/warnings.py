"""What reviewers should know of a page that may go live all the same.

The facts are those of quality, of the titles beside it and of its dates; codes and what fills
their words are kept with the submission, and read in each reader's language (`gate.worded`).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core import clock
from cms.core.gate import Warned
from cms.editorial.duplicates import possible_duplicates
from cms.publication.pages import PublishedPage
from content_pages.models import ItemPage
from content_pages.pictures import pictures
from content_pages.quality import CRITERIA, unmet
from content_pages.rows import occurrences, rows

# Below this a picture is blurred where it is shown large.
SMALLEST = (1200, 675)
# What makes an item better in time is no reviewer's affair.
LATER = frozenset({"translated", "verified_accessibility"})

WORDS = {
    **{one.code: one.message for one in CRITERIA if one.code not in LATER},
    "image_small": _("“%(title)s” is %(width)s × %(height)s pixels: shown large it is blurred."),
    "duplicate": _("It may be there already: “%(title)s”."),
    "duplicate_unseen": _("It may be there already, in a page you do not see."),
    "past_occurrences": _("All its dates are past: the last was on %(day)s."),
    "past_end": _("It was to be enjoyed until %(day)s, which is past."),
    "past_rights": _("The last window of its rights closed on %(day)s: nobody would see it."),
}


def warnings_of(page: Page) -> Iterator[Warned]:
    """`page` is as it was submitted."""
    if not isinstance(page, PublishedPage):
        return
    if isinstance(page, ItemPage):
        for one in unmet(page):
            if one.code not in LATER:
                yield Warned(one.field, one.code)
        yield from _past(page)
    small: dict[int, Warned] = {}
    for field, image, _alt in pictures(page):
        if image.width < SMALLEST[0] or image.height < SMALLEST[1]:
            params = {"title": image.title, "width": image.width, "height": image.height}
            small.setdefault(image.pk, Warned(field, "image_small", params))
    yield from small.values()
    for other in possible_duplicates(page):
        yield Warned("title", "duplicate", {"title": other.title, "page": other.pk})


def _past(page: ItemPage) -> Iterator[Warned]:
    dates = [one.ends_at or one.starts_at for one in occurrences(page)]
    closings = [one.closes_at for one in rows(page, "rights_windows")]
    for field, code, ends in (
        ("occurrences", "past_occurrences", dates),
        ("on_demand_until", "past_end", [page.on_demand_until]),
        ("rights_windows", "past_rights", closings),
    ):
        last = _last_past(ends)
        if last is not None:
            yield Warned(field, code, {"day": last.date().isoformat()})


def _last_past(ends: Iterable[datetime | None]) -> datetime | None:
    """The last of these moments, if all of them are past; an open end is not."""
    known = list(ends)
    if not known or None in known:
        return None
    last = max(one for one in known if one is not None)
    return last if last < clock.now() else None
