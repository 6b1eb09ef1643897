"""What was begun and not finished: blocks and rows whose own required fields are empty.

A draft may hold them (autosave keeps a video before its address is pasted); a page does not go
live with them. Blocks are looked at, not cleaned: cleaning asks the database for every choice
again, and Wagtail lifts what a block requires for a moment, for all threads, while one of them
saves a draft.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.blocks import FieldBlock, ListBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from cms.core.blocks import is_optional
from cms.core.gate import Objection

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

INCOMPLETE = "incomplete"
MESSAGE = _("“{thing}”, number {number}: complete it ({fields}) or remove it.")


def incomplete_objections(page: Page) -> Iterator[Objection]:
    """One per unfinished block or row, which names what it lacks."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            for number, child in enumerate(getattr(page, field.name) or (), start=1):
                lacking = _empty_fields(child.block, child.value)
                yield from _told(field.name, child.block.label, number, lacking)
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if name != COMMENTS_RELATION_NAME:
            # The database's too: autosave keeps the rows of a page it has just made unfinished.
            for number, row in enumerate(getattr(page, name).all(), start=1):
                yield from _told(name, row._meta.verbose_name, number, _empty_columns(row))


def _told(
    field: str, thing: "str | _StrPromise", number: int, lacking: "Iterable[str | _StrPromise]"
) -> Iterator[Objection]:
    labels = list(dict.fromkeys(lacking))
    if labels:
        fields = format_lazy(", ".join("{}" for _label in labels), *labels)
        message = format_lazy(MESSAGE, thing=thing, number=number, fields=fields)
        yield Objection(field, message, INCOMPLETE)


def _empty_columns(row: Model) -> "Iterator[str | _StrPromise]":
    for field in row._meta.concrete_fields:
        asked = field.editable and not field.blank and not isinstance(field, ParentalKey)
        if asked and field.value_from_object(row) in field.empty_values:
            yield field.verbose_name


def _empty_fields(block: Any, value: Any) -> "Iterator[str | _StrPromise]":
    """Labels of the required fields a block leaves empty, however deep."""
    if isinstance(block, StructBlock):
        said = value or {}
        if is_optional(block) and not any(said.values()):
            return
        for name, child in block.child_blocks.items():
            yield from _empty_fields(child, said.get(name))
    elif isinstance(block, ListBlock):
        rows = value or ()
        for row in rows:
            yield from _empty_fields(block.child_block, row)
        if len(rows) < (block.meta.min_num or 0):
            yield block.label
    elif isinstance(block, FieldBlock) and _is_required(block) and _is_empty(value):
        yield block.label


def _is_required(block: FieldBlock) -> bool:
    """Whatever another thread's draft is let off meanwhile."""
    return bool(block.required or getattr(block, "_original_required", False))


def _is_empty(value: Any) -> bool:
    return value != 0 and not value
