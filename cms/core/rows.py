"""The rows that hang on a page in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME


@contextmanager
def rows_read_once(page: Any) -> Iterator[None]:
    """Inside, who asks for the page's rows gets those that it has in memory; where it has none,
    they are read once.

    What was read is forgotten at the end: kept, the next save would write it over what somebody
    else has saved by then. Comments are not read: a draft's save writes those that it has.
    """
    names = [
        name
        for name in (
            *(relation.get_accessor_name() for relation in get_all_child_relations(page)),
            *(field.name for field in get_all_child_m2m_relations(page)),
        )
        if name != COMMENTS_RELATION_NAME
    ]
    held = page.__dict__.get("_cluster_related_objects", {})
    read = [name for name in names if page.pk and name not in held]
    try:
        for name in read:
            getattr(page, name).get_object_list()
        yield
    finally:
        for name in read:
            page.__dict__.get("_cluster_related_objects", {}).pop(name, None)
