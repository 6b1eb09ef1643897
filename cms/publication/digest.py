"""What moderators approve, as one short value: two pages that say the same have the same digest.

It speaks of content alone. When a page was saved, where it stands, who locked it and when it goes
live are no part of it, nor are the numbers and identifiers that a saved row or block is given: a
revision saved again unchanged has the digest it had, one changed word another.

What is as it is by default is left out: a field that is added with a default changes no digest. A
default that is changed later does; pages that stand on it need their approvals again.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import DecimalField, Field, Model
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, ListBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from cms.core.fields import CodesField
from cms.core.models import BasePage

# Fields of every page that are not its content.
BOOKKEEPING = frozenset(
    {
        *("id", "page_ptr", "path", "depth", "numchild", "url_path", "content_type", "owner"),
        *("translation_key", "locale", "alias_of", "draft_title"),
        *("latest_revision", "latest_revision_created_at", "live_revision"),
        *("live", "has_unpublished_changes", "first_published_at", "last_published_at"),
        *("go_live_at", "expire_at", "expired"),
        *("locked", "locked_at", "locked_by"),
    }
)
# Rows that hang on every page and are about it, not part of it.
COMMENTS = "wagtail_admin_comments"


def content_digest(page: Page, *, slug: str | None = None) -> str:
    """SHA-256 in 64 hexadecimal digits. `page` is of its own type, saved or as a revision has it.

    `slug` stands in for the page's own: an alias is compared with its source.
    """
    return digest_of(spelled_out(page, slug=slug))


def digest_of(spelled: str) -> str:
    return hashlib.sha256(spelled.encode()).hexdigest()


def spelled_out(page: Page, *, slug: str | None = None) -> str:
    """All that the page says, as JSON in one order."""
    said = content_of(page)
    if slug is not None:
        said["slug"] = slug
    return json.dumps(
        said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def content_of(page: Page) -> dict[str, Any]:
    """Everything the page says, by field and relation, as it is compared: `page` is as above."""
    other = page.not_content if isinstance(page, BasePage) else frozenset()
    said = _fields(page, BOOKKEEPING | other)
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name != COMMENTS and (rows := list(getattr(page, name).all())):
            said[name] = _rows(rows, relation.field.name)
    return said


def _rows(rows: list[Model], parent: str) -> list[str]:
    """In their order where they have one, else in one of their own: as a database gives them."""
    spelled = [
        (
            (row.sort_order or 0) if isinstance(row, Orderable) else 0,
            json.dumps(
                _fields(row, {row._meta.pk.name, parent, "sort_order"}),
                cls=DjangoJSONEncoder,
                sort_keys=True,
                ensure_ascii=False,
            ),
        )
        for row in rows
    ]
    return [one for _order, one in sorted(spelled)]


def _fields(model: Model, but: "frozenset[str] | set[str]") -> dict[str, Any]:
    said = {
        field.name: value
        for field in model._meta.concrete_fields
        if field.name not in but and not _names_a_person(field)
        if (value := _value(field, field.value_from_object(model))) != _by_default(field)
    }
    for relation in get_all_child_m2m_relations(model):
        if others := list(getattr(model, relation.name).all()):
            said[relation.name] = sorted(str(other.pk) for other in others)
    return said


def _by_default(field: "Field[Any, Any]") -> Any:
    return _value(field, field.get_default())


def _names_a_person(field: "Field[Any, Any]") -> bool:
    """Who looks after a page is no content; accounts are deleted, too."""
    other = field.related_model
    return isinstance(other, type) and issubclass(other, AbstractBaseUser)


def _value(field: "Field[Any, Any]", value: Any) -> Any:
    """As a database would give it back, wherever it comes from."""
    if isinstance(field, StreamField):
        return _block(field.stream_block, value)
    value = field.to_python(value)
    if isinstance(value, datetime):
        # As a revision keeps it: in thousandths of a second.
        kept = value.replace(microsecond=value.microsecond // 1000 * 1000)
        return kept.astimezone(UTC).isoformat()
    if isinstance(field, DecimalField) and value is not None:
        return f"{value:.{field.decimal_places}f}"
    if isinstance(field, CodesField):
        return sorted(value)
    return value


def _block(block: Block, value: Any) -> Any:
    """What a block says, whole: raw JSON leaves out what was never entered, and says which
    identifiers its blocks were given."""
    if isinstance(block, BaseStreamBlock):
        return [[child.block_type, _block(child.block, child.value)] for child in value or ()]
    if isinstance(block, ListBlock):
        return [_block(block.child_block, one) for one in value or ()]
    if isinstance(block, BaseStructBlock):
        return {
            name: said
            for name, child in block.child_blocks.items()
            if (said := _block(child, value.get(name, child.get_default())))
            != _block(child, child.get_default())
        }
    return block.get_prep_value(value)
