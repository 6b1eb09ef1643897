"""What an object points at: foreign keys, choosers in streams, links in rich text, its rows.

Wagtail's reference index knows the same of saved objects; a form must know it before it saves, of
many-to-many fields too, and field by field.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel, get_all_child_relations
from taggit.managers import TaggableManager
from wagtail.models import Page

from cms.core.visibility import is_ruled, visible_to

# What a page carries of its own accord, set by Wagtail and by no editor.
CARRIED = frozenset(
    {
        *("content_type", "locale", "owner", "locked_by", "alias_of", "latest_revision"),
        *("live_revision", "page_ptr"),
    }
)


@dataclass(frozen=True)
class Reference:
    """`field` of the object (the relation's name for one of its rows) points at a row."""

    field: str
    model: type[Model]
    pk: str


def references(thing: Model) -> Iterator[Reference]:
    """Everything `thing`, as it is in memory, points at and somebody could choose."""
    yield from _of_fields(thing)
    for relation in get_all_child_relations(thing) if isinstance(thing, ClusterableModel) else ():
        name = relation.get_accessor_name()
        for row in getattr(thing, name).all():
            yield from (replace(one, field=name) for one in _of_fields(row))


def _of_fields(thing: Model) -> Iterator[Reference]:
    """What the fields of `thing` itself point at."""
    field: Any
    for field in thing._meta.get_fields():
        if field.name in CARRIED or isinstance(field, ParentalKey | TaggableManager):
            continue
        if hasattr(field, "extract_references"):
            yield from of_value(field.name, field, field.value_from_object(thing))
        elif field.concrete and field.many_to_one and field.related_model:
            value = field.value_from_object(thing)
            if value is not None:
                yield reference(field.name, field.related_model, value)
        elif isinstance(field, ParentalManyToManyField) or (
            field.concrete and field.many_to_many and thing.pk
        ):
            for one in getattr(thing, field.name).all():
                yield reference(field.name, type(one), one.pk)


def of_value(field: str, holder: Any, value: Any) -> Iterator[Reference]:
    """What a stream, a rich text or a block's value points at; `holder` is its field or block."""
    for model, pk, *_paths in holder.extract_references(value):
        yield reference(field, model, pk)


def reference(field: str, model: Any, pk: Any) -> Reference:
    """Pages of every type are asked about as pages."""
    return Reference(field, Page if issubclass(model, Page) else model, str(pk))


def unseen(user: Any, found: Iterable[Reference]) -> set[Reference]:
    """Those references that lead to what `user` may not see: one query per model."""
    by_model: dict[type[Model], set[Reference]] = {}
    for one in found:
        if is_ruled(one.model):
            by_model.setdefault(one.model, set()).add(one)
    hidden: set[Reference] = set()
    for model, asked in by_model.items():
        seen = _seen(user, model, {one.pk for one in asked if one.pk.isdecimal()})
        hidden |= {one for one in asked if one.pk not in seen}
    return hidden


def _seen(user: Any, model: type[Model], keys: set[str]) -> set[str]:
    rows = visible_to(user, model._base_manager.filter(pk__in=keys))
    return {str(pk) for pk in rows.values_list("pk", flat=True)}
