"""Themes of items and their names: labels in a language, and naming them."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet
from taggit.models import Tag

from cms.core.locales import chain
from cms.publication.unit_of_work import publishing, refresh
from content_pages.models import ItemTheme, ThemeName

# A theme's names by its primary key and language.
Names = Mapping[tuple[int, str], str]


def theme_names(tags: Sequence[Tag]) -> Names:
    """What these themes are called, in every language somebody has named them in."""
    keys = [tag.pk for tag in tags]
    rows = ThemeName.objects.filter(tag__in=keys).order_by("language") if keys else ()
    return {(row.tag_id, row.language): row.name for row in rows}


def label_of(tag: Tag, names: Names, locale: str) -> str:
    """What a reader of `locale` calls a theme, along the chain of languages."""
    found = (names.get((tag.pk, language)) for language in chain(locale))
    return next((name for name in found if name), tag.name)


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
