"""What a page must have to go live: the ★ fields of the domain, as a table.

A requirement says which field it is about, what is wrong and how to mend it. The gate asks them on
every path to publication. From its one answer come the form's refusal (`cms.core.forms`), the list
at the top of the form (`checklist.py`), the first tier of quality, and what an import reports of a
line. Drafts are never refused.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.codes import code_list
from cms.core.gate import Objection
from cms.publication.pages import PublishedPage
from content_pages import models
from content_pages.incomplete import incomplete_objections
from content_pages.pictures import picture_objections

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TITLE_LENGTH = 140


@dataclass(frozen=True)
class Requirement:
    """`broken` is asked of a page about to go live."""

    field: str
    code: str
    message: "str | _StrPromise"
    broken: Callable[[Any], bool]


def _missing(field: str, message: "str | _StrPromise") -> Requirement:
    return Requirement(field, "required", message, lambda page: not getattr(page, field))


def _in_order(
    first: str, last: str, message: "str | _StrPromise", code: str = "order"
) -> Requirement:
    """The objection stands at the field that comes last."""
    return Requirement(
        last, code, message, lambda page: _reversed(getattr(page, first), getattr(page, last))
    )


def _reversed(first: Any, last: Any) -> bool:
    return first is not None and last is not None and last < first


def _rating_is_foreign(page: models.ItemPage) -> bool:
    ratings = code_list("age_schemes")[page.age_scheme or "none"].extra["ratings"]
    known = {rating["code"] for rating in ratings}
    return page.age_rating not in (known or {""})


@cache
def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


TITLE = _missing("title", _("Give it a title: what it is, in a few words."))
SUMMARY = _missing("summary", _("Write a summary: one or two sentences, 200 characters at most."))
TIME_ZONE = _("Give a time zone as the IANA database names it, such as Europe/Paris.")

ITEM: Sequence[Requirement] = (
    TITLE,
    Requirement(
        "title",
        "too_long",
        _("Shorten the title to 140 characters."),
        lambda page: len(page.title) > TITLE_LENGTH,
    ),
    SUMMARY,
    Requirement(
        "category",
        "required",
        _("Choose the category under which people will look for it."),
        lambda page: page.category_id is None,
    ),
    _missing("format", _("Choose the format: a recording, a podcast episode, a quiz …")),
    Requirement(
        "media",
        "required",
        _("Add at least one medium: what people will watch, hear, visit, read or play."),
        lambda page: not len(page.media or ()),
    ),
    _missing("access_mode", _("Choose the access mode: free, on registration, paid …")),
    _missing("access_url", _("Give the address where it is enjoyed.")),
    _in_order("price_min", "price_max", _("The highest price is below the lowest one: swap them.")),
    Requirement(
        "price_min",
        "negative",
        _("A price is 0 or more."),
        lambda page: min(page.price_min or 0, page.price_max or 0) < 0,
    ),
    _in_order("on_demand_from", "on_demand_until", _("It ends before it begins: swap the dates.")),
    _in_order("featured_from", "featured_until", _("It ends before it begins: swap the dates.")),
    Requirement(
        "occurrences",
        "order",
        _("An occurrence ends before it starts: correct its dates."),
        lambda page: any(_reversed(one.starts_at, one.ends_at) for one in page.occurrences.all()),
    ),
    Requirement(
        "occurrences",
        "time_zone",
        TIME_ZONE,
        lambda page: any(not _is_time_zone(one.time_zone) for one in page.occurrences.all()),
    ),
    Requirement(
        "rights_windows",
        "order",
        _("A rights window closes before it opens: correct its dates."),
        lambda page: any(_reversed(w.opens_at, w.closes_at) for w in page.rights_windows.all()),
    ),
    Requirement(
        "place",
        "required",
        _("Say where it takes place, or choose online attendance."),
        lambda page: page.attendance != "online" and not page.place,
    ),
    Requirement(
        "age_rating",
        "foreign_rating",
        _("Choose a rating of the chosen scheme; without a scheme, leave the rating empty."),
        _rating_is_foreign,
    ),
    _in_order(
        "target_age_from", "target_age_to", _("The upper age is below the lower one: swap them.")
    ),
)
PROGRAMME: Sequence[Requirement] = (
    TITLE,
    SUMMARY,
    _missing("starts_at", _("Say when the programme begins.")),
    _missing("ends_at", _("Say when the programme ends.")),
    _in_order("starts_at", "ends_at", _("It ends before it begins: swap the dates.")),
    _in_order("proposals_from", "proposals_until", _("It ends before it begins: swap the dates.")),
    Requirement(
        "time_zone", "time_zone", TIME_ZONE, lambda page: not _is_time_zone(page.time_zone)
    ),
)
REQUIREMENTS: dict[type[Page], Sequence[Requirement]] = {
    models.ItemPage: ITEM,
    models.ProgrammePage: PROGRAMME,
    models.InstitutionPage: (
        TITLE,
        SUMMARY,
        Requirement(
            "institution",
            "required",
            _("Choose the institution whose public page this is."),
            lambda page: page.institution_id is None,
        ),
    ),
    models.CategoryPage: (
        TITLE,
        _missing("code", _("Give the category its code: it is the same in every language.")),
    ),
    models.GuidePage: (TITLE, SUMMARY, _missing("topic", _("Choose the topic of the guide."))),
    models.NewsPage: (
        TITLE,
        _missing("date", _("Give the news its date.")),
        _missing("lead", _("Write the lead: one or two sentences that say what is new.")),
    ),
}


def objections(page: Page) -> Iterable[Objection]:
    """The gate's check: everything a page of ours lacks to go live, home pages among them."""
    if not isinstance(page, PublishedPage):
        return
    for requirement in REQUIREMENTS.get(type(page), ()):
        if requirement.broken(page):
            yield Objection(requirement.field, requirement.message, requirement.code)
    yield from incomplete_objections(page)
    yield from picture_objections(page)
