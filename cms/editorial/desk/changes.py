"""What a submitted version changes: field by field, words marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import TabbedInterface
from wagtail.models import Page

from cms.core.gate import label_of
from cms.publication.digest import content_of


@dataclass(frozen=True)
class Changes:
    """`comparisons` are Wagtail's; `whole` says that there is nothing public to compare with."""

    comparisons: list[Any]
    whole: bool


def changes_of(page: Page, live: Page | None, request: HttpRequest) -> Changes:
    """What differs between the public page and `page`; all it says, where nothing is public."""
    before = live if live is not None else type(page)(locale_id=page.locale_id)
    panel = page.get_edit_handler().get_bound_panel(instance=page, request=request, form=None)
    compared = [compare(before, page) for compare in panel.get_comparison()]
    same = _same(live, page) if live is not None else set()
    told = [one for one in compared if one.has_changed() and _name(one) not in same]
    return Changes(told, whole=live is None)


def _same(before: Page, after: Page) -> set[str]:
    """Names of what says the same: a stream that was stored anew differs in its bookkeeping."""
    was, is_now = content_of(before), content_of(after)
    return {name for name, said in is_now.items() if was.get(name) == said}


def _name(comparison: Any) -> str:
    if comparison.is_child_relation:
        return str(comparison.field.get_accessor_name())
    return str(comparison.field.name)


Field = tuple[str, str]


def fields_of(page: Page) -> list[tuple[str, list[Field]]]:
    """(name, label) of the fields a reason may point at, by the tabs of the form, in its order."""
    form = page.get_edit_handler()
    tabs = form.children if isinstance(form, TabbedInterface) else [form]
    seen: set[str] = set()
    found = [(str(tab.heading), list(_named(page, tab.get_form_options(), seen))) for tab in tabs]
    return [(heading, fields) for heading, fields in found if fields]


def _named(page: Page, options: dict[str, Any], seen: set[str]) -> Iterator[Field]:
    for name in [*options.get("fields", ()), *options.get("formsets", ())]:
        label = label_of(page, name)
        if name not in BESIDE and label not in seen:
            seen.add(label)
            yield name, label


# In the form, but nothing anybody is asked to change.
BESIDE = frozenset({"comments", "go_live_at", "expire_at"})
