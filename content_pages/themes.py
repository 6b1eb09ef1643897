"""Themes of items and their names: labels in a language, and naming them."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from taggit.models import Tag

from cms.core.locales import chain
from cms.publication.unit_of_work import publishing, refresh
from content_pages.models import ItemTheme, ThemeName


def theme_labels(tags: Sequence[Tag], locale: str) -> dict[int, str]:
    """By primary key: what a reader of `locale` calls each theme, along the chain of languages."""
    keys = [tag.pk for tag in tags]
    rows = ThemeName.objects.filter(tag__in=keys) if keys else ()
    names = {(row.tag_id, row.language): row.name for row in rows}
    called = (
        (tag, next((names[tag.pk, one] for one in chain(locale) if (tag.pk, one) in names), None))
        for tag in tags
    )
    return {tag.pk: name or tag.name for tag, name in called}


def name_theme(tag: Tag, names: Mapping[str, str]) -> None:
    """Say what `tag` is called by language, empty: not; public items say so with the same commit or
    soon after."""
    with publishing():
        for language, name in names.items():
            if name:
                ThemeName.objects.update_or_create(
                    tag=tag, language=language, defaults={"name": name}
                )
            else:
                ThemeName.objects.filter(tag=tag, language=language).delete()
        refresh(items_of(tag))


def items_of(tag: Tag) -> QuerySet[ItemTheme, int]:
    """Primary keys of the items that have this theme."""
    return ItemTheme.objects.filter(tag=tag).values_list("content_object_id", flat=True)
