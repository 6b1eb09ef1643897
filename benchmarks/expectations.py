"""What right answers are, asked of the pages themselves: `python -m benchmarks.expectations FILE`.

Neither published copies nor an API is asked, so that a wrong one is found out before it is timed.
"""

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import django

django.setup()

from django.db.models import Count  # noqa: E402

from benchmarks.seed.words import LOCALES  # noqa: E402
from content_pages.models import CategoryPage, ItemPage  # noqa: E402

DETAILS = 1_000
FILTERED = 200
PAGE = 20


def expectations() -> dict[str, Any]:
    """Details, the whole order of the list, its order in the tree, and filtered lists."""
    rng = Random("expectations")
    return {
        "items": ItemPage.objects.live().count() // len(LOCALES),
        "details": _details(rng),
        "order": [
            str(key)
            for key in _items("fr")
            .order_by("-first_published_at")
            .values_list("translation_key", flat=True)
        ],
        "by_place": {
            code: list(_items(code).order_by("path").values_list("pk", flat=True))
            for code in LOCALES
        },
        "filtered": _filtered(rng),
    }


def _items(locale: str) -> Any:
    return ItemPage.objects.live().filter(locale__language_code=locale)


def _details(rng: Random) -> list[dict[str, Any]]:
    ids = list(ItemPage.objects.live().order_by("pk").values_list("pk", flat=True))
    drawn = rng.sample(ids, min(DETAILS, len(ids)))
    rows = {
        row["pk"]: row
        for row in ItemPage.objects.filter(pk__in=drawn).values(
            "pk", "slug", "title", "translation_key", "locale__language_code"
        )
    }
    return [
        {
            "page": pk,
            "slug": rows[pk]["slug"],
            "title": rows[pk]["title"],
            "key": str(rows[pk]["translation_key"]),
            "locale": rows[pk]["locale__language_code"],
        }
        for pk in drawn
    ]


def _filtered(rng: Random) -> list[dict[str, Any]]:
    """Category and format, with what the three facets count beside them."""
    found = [{"locale": locale, **pair} for locale in LOCALES for pair in _pairs(locale)]
    rng.shuffle(found)
    return [_filtered_list(pair) for pair in found[:FILTERED]]


def _pairs(locale: str) -> Any:
    pairs = _items(locale).values("category", "category__code", "format")
    return pairs.annotate(total=Count("pk")).order_by("category__code", "format")


def _filtered_list(pair: dict[str, Any]) -> dict[str, Any]:
    items = _items(pair["locale"])
    both = items.filter(category=pair["category"], format=pair["format"])
    newest = both.order_by("-first_published_at").values_list("translation_key", flat=True)
    return {
        "locale": pair["locale"],
        "category": pair["category__code"],
        "category_page": pair["category"],
        "format": pair["format"],
        "total": pair["total"],
        "keys": [str(key) for key in newest[:PAGE]],
        "pages": list(both.order_by("path").values_list("pk", flat=True)[:PAGE]),
        "facets": {
            # Counted beside the other filters only, so that a reader can widen a choice.
            "category": _categories(items.filter(format=pair["format"])),
            "format": _counts(items.filter(category=pair["category"]), "format"),
            "access_mode": _counts(both, "access_mode"),
        },
    }


def _counts(items: Any, field: str) -> dict[str, int]:
    rows = items.order_by().values_list(field).annotate(total=Count("pk"))
    return {str(code): total for code, total in rows}


def _categories(items: Any) -> dict[str, int]:
    """A category counts what is filed below it."""
    above = _above()
    counted: dict[str, int] = {}
    for code, total in _counts(items, "category__code").items():
        for one in (code, *above[code]):
            counted[one] = counted.get(one, 0) + total
    return counted


def _above() -> dict[str, list[str]]:
    rows = list(CategoryPage.objects.filter(locale__language_code="fr").values_list("code", "path"))
    return {
        code: [other for other, above in rows if path.startswith(above) and path != above]
        for code, path in rows
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(expectations()), encoding="utf-8")
