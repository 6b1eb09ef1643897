"""What a page lacks, as its editor is told: which field, in which tab, and how to mend it.

It says what the gate would refuse (`cms.core.gate`), so that a list without entries and a
publication that goes through are the same thing; of items, also what would make them better.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from wagtail.admin.panels import TabbedInterface
from wagtail.models import Page

from cms.core import gate
from content_pages.models import ItemPage
from content_pages.quality import HIGHEST, TIERS, Missing, quality_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Entry:
    """One thing to mend. `tab` is empty where the form has none, or does not show the field."""

    code: str
    field: str
    label: str
    tab: "str | _StrPromise"
    message: "str | _StrPromise"
    in_form: bool

    @property
    def target(self) -> str:
        """A selector of the field in the form: its wrapper, itself, or the button adding a row."""
        return f"[data-contentpath='{self.field}'],#id_{self.field},#id_{self.field}-ADD"


@dataclass(frozen=True)
class Checklist:
    """`required` keeps the page from going live; the rest makes an item better, tier by tier."""

    required: Sequence[Entry]
    tier: int | None = None
    next_steps: Sequence[Entry] = ()
    later: Sequence[Entry] = ()

    highest = HIGHEST

    @property
    def tier_name(self) -> "str | _StrPromise":
        return TIERS[self.tier or 0]

    @property
    def next_tier(self) -> int:
        """Publishing comes first: what would make it better starts with the second tier."""
        return max((self.tier or 0) + 1, 2)


def checklist_of(page: Page) -> Checklist:
    """As the page is in memory, saved or not."""
    required = _entries(page, objections_of(page))
    if not isinstance(page, ItemPage):
        return Checklist(required)
    quality = quality_of(page)
    better = [one for one in quality.missing if one.tier > 1]
    next_tier = max(quality.tier + 1, 2)
    return Checklist(
        required,
        tier=quality.tier,
        next_steps=_entries(page, (one for one in better if one.tier == next_tier)),
        later=_entries(page, (one for one in better if one.tier > next_tier)),
    )


def objections_of(page: Page) -> list[gate.Objection]:
    """What the gate says of the page, and of the place it is in once it is in one."""
    found = gate.objections(page)
    if page.path:
        found += gate.place_objections(page, page._get_basepath(page.path, page.depth - 1))
    return found


def _entries(page: Page, missing: Iterable[gate.Objection | Missing]) -> list[Entry]:
    tabs = tabs_of(page._meta.label)
    return [
        Entry(
            code=one.code,
            field=one.field,
            label=gate.label_of(page, one.field),
            tab=tabs.get(one.field, ""),
            message=one.message,
            in_form=one.field in tabs,
        )
        for one in missing
    ]


@cache
def tabs_of(page_type: str) -> "Mapping[str, str | _StrPromise]":
    """Field or relation → heading of the tab of the form it is in; empty in a form without.

    `page_type` is named as `app.Model`.
    """
    handler = apps.get_model(page_type).get_edit_handler()
    if not isinstance(handler, TabbedInterface):
        return dict.fromkeys(_fields_in(handler), "")
    return {field: tab.heading for tab in handler.children for field in _fields_in(tab)}


def _fields_in(panel: Any) -> Iterator[str]:
    for child in getattr(panel, "children", ()):
        yield from _fields_in(child)
    name = getattr(panel, "field_name", None) or getattr(panel, "relation_name", None)
    if name:
        yield name
