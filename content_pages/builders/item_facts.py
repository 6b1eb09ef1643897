"""What lists filter, count and order items by."""

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from taggit.models import Tag

from cms.core.codes import code_list
from cms.publication.documents.contract import Context, Json
from content_pages.builders.item_ties import Ties
from content_pages.builders.values import all_current, current
from content_pages.models import ItemPage, Occurrence
from content_pages.rows import CANCELLED, ItemRows, over_at


def facts(
    page: ItemPage, item: ItemRows, ties: Ties, detail: Mapping[str, Any], context: Context
) -> Mapping[str, Json]:
    """The facts of an item, by the names the filters read."""
    lowest, highest = ages(page)
    categories = [ref for ref in (ties.category, *ties.more_categories) if ref]
    return {
        "category": sorted({code for ref in categories for code in ref["codes"]}),
        "format": current("formats", page.format),
        "institution": ties.institution_key and str(ties.institution_key),
        "audience": all_current("audiences", page.audiences),
        "accessibility": all_current("accessibility_features", detail["accessibility"]),
        "language": sorted(
            all_current("languages", (*page.spoken_languages, *page.subtitle_languages))
        ),
        "access_mode": current("access_modes", page.access_mode),
        "attendance": current("attendance_modes", page.attendance),
        "theme": [theme["slug"] for theme in detail["themes"]],
        "theme_labels": [_names(tag, item) for tag in item.themes],
        "programme": [str(programme.translation_key) for programme in item.programmes],
        "age_min": lowest,
        "age_max": highest,
        "free": bool(detail["is_free"]),
        "duration": page.duration_minutes,
        "occurrences": [span(one, page) for one in item.occurrences if one.status != CANCELLED],
        "featured": is_featured(page, context),
        "quality": detail["quality"]["tier"],
        "territory": ties.institution["territory"] if ties.institution else None,
    }


def _names(tag: Tag, item: ItemRows) -> list[list[str]]:
    """`[language, name]` of a theme in every language; its own name under no language."""
    names = item.theme_names.items()
    return [["", tag.name], *([language, name] for (key, language), name in names if key == tag.pk)]


def span(occurrence: Occurrence, page: ItemPage) -> str:
    """From its start until it is over, in UTC, as ISO 8601 writes an interval."""
    ends = (occurrence.starts_at, over_at(occurrence, page))
    return "/".join(f"{end.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0") for end in ends)


def ages(page: ItemPage) -> tuple[int | None, int | None]:
    """Years, inclusive: from the rating's or the target's lower end, the higher of both."""
    ratings = {
        rating["code"]: rating["min_age"]
        for rating in code_list("age_schemes")[page.age_scheme or "none"].extra["ratings"]
    }
    lower = [age for age in (ratings.get(page.age_rating), page.target_age_from) if age is not None]
    return max(lower, default=None), page.target_age_to


def is_featured(page: ItemPage, context: Context) -> bool:
    """Inside the featured window; without a window it is not featured."""
    begins, ends = page.featured_from, page.featured_until
    if begins is None and ends is None:
        return False
    return (begins is None or begins <= context.now) and (ends is None or context.now < ends)
