"""Pages of several types, read with what a dashboard shows of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language
from wagtail.models import Page

from content_pages.listing_filters import with_review_state

SHOWN_WITH_IT = ("image", "category")


def specific_pages(numbers: Sequence[int], *, drafts: bool = False) -> list[Any]:
    """The pages of these numbers, in their order, as their own types, with where they stand; a few
    queries per type. `drafts` reads their latest revisions, too."""
    by_type: dict[int, list[int]] = defaultdict(list)
    for pk, kind in Page.objects.filter(pk__in=numbers).values_list("pk", "content_type_id"):
        by_type[kind].append(pk)
    found: dict[int, Any] = {}
    for kind, pks in by_type.items():
        model: Any = ContentType.objects.get_for_id(kind).model_class() or Page
        beside = [name for name in SHOWN_WITH_IT if hasattr(model, name)]
        pages = model.objects.filter(pk__in=pks).defer_streamfields()
        pages = pages.select_related("locale", *beside, *(["latest_revision"] if drafts else []))
        found |= {page.pk: page for page in with_review_state(pages).annotate_approved_schedule()}
    return [found[pk] for pk in numbers if pk in found]


def as_one(pages: Iterable[Any]) -> list[list[Any]]:
    """The languages of one content together, the reader's own first; in the order of the first of
    each."""
    language, same = get_language(), defaultdict(list)
    for page in pages:
        same[page.translation_key].append(page)
    return [
        sorted(group, key=lambda page: page.locale.language_code != language)
        for group in same.values()
    ]


def languages_of(pages: Iterable[Any]) -> list[str]:
    return [page.locale.language_code for page in pages]
