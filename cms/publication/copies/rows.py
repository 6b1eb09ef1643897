"""What belongs to pages, read for all of them at once: a statement per relation, not per page.

Both the last door and the builders read all of it; from here on they find it in memory.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from taggit.models import ItemBase
from wagtail.models import Page

from cms.core.batches import batches
from cms.publication.digest import COMMENTS


def read_rows(pages: Iterable[Page]) -> None:
    """`pages` are of their own types, just read, and not to be saved."""
    by_type: dict[type[Page], list[Page]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for model, all_of_it in by_type.items():
        for some in batches(all_of_it):
            for relation in get_all_child_relations(model):
                if relation.get_accessor_name() != COMMENTS:
                    _read_children(relation, some)
            for field in get_all_child_m2m_relations(model):
                _read_others(field, some)


def _read_children(relation: Any, pages: list[Page]) -> None:
    field = relation.field
    rows = relation.related_model._default_manager.filter(**{f"{field.name}__in": pages})
    if issubclass(relation.related_model, ItemBase):
        rows = rows.select_related("tag")  # nobody reads the row without it
    kept = defaultdict(list)
    for row in rows:
        kept[getattr(row, field.attname)].append(row)
    for page in pages:
        setattr(page, relation.get_accessor_name(), kept[page.pk])


def _read_others(field: Any, pages: list[Page]) -> None:
    source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    links = field.remote_field.through._default_manager.filter(**{f"{source}__in": pages})
    pairs = list(links.order_by("pk").values_list(f"{source}_id", f"{target}_id"))
    others: dict[Any, Model] = field.related_model._default_manager.in_bulk(
        {other for _page, other in pairs}
    )
    kept = defaultdict(list)
    for page_id, other in pairs:
        kept[page_id].append(others[other])
    for page in pages:
        setattr(page, field.name, kept[page.pk])
