"""Pages that may say the same: near-same titles below the same parent."""

import re
from difflib import SequenceMatcher

from wagtail.models import Page

# How alike two titles are, from 0 to 1, before a human should look.
ALIKE = 0.85
LOOKED_AT = 2000
SHOWN = 5


def possible_duplicates(page: Page) -> list[Page]:
    """Up to `SHOWN` pages of the same institution and language, the most alike first."""
    wanted = _folded(page.title)
    parent = page._get_basepath(page.path, page.depth - 1)
    beside = (
        Page.objects.filter(path__startswith=parent, depth=page.depth, alias_of=None)
        .exclude(pk=page.pk)
        .order_by("-pk")
    )
    scored = []
    for pk, title in beside.values_list("pk", "title")[:LOOKED_AT]:
        alike = _likeness(wanted, _folded(title))
        if alike >= ALIKE:
            scored.append((alike, pk))
    best = [pk for _alike, pk in sorted(scored, reverse=True)[:SHOWN]]
    pages = Page.objects.in_bulk(best)
    return [pages[pk] for pk in best]


def _folded(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0
    return matcher.ratio()
