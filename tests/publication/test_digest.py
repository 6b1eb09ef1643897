"""What was approved stays so when a page type learns a new field."""

from collections.abc import Iterator

import pytest
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, CharBlock, ListBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.core.rows import rows_read_once
from cms.publication.digest import content_digest
from tests.factories.whole import WHOLE

pytestmark = pytest.mark.django_db


def blocks_of(block: Block) -> Iterator[BaseStructBlock]:
    """Every struct inside a block, and the block itself where it is one."""
    if isinstance(block, BaseStructBlock):
        yield block
    if isinstance(block, ListBlock):
        yield from blocks_of(block.child_block)
    elif isinstance(block, BaseStreamBlock | BaseStructBlock):
        for child in block.child_blocks.values():
            yield from blocks_of(child)


def learns(monkeypatch: pytest.MonkeyPatch, model: type[models.Model]) -> None:
    """`model` has one more field, which every row has as a migration leaves it."""
    field = models.CharField(max_length=20, default="unsaid")
    field.set_attributes_from_name("learnt")
    known = model._meta.concrete_fields
    monkeypatch.setitem(model._meta.__dict__, "concrete_fields", (*known, field))
    monkeypatch.setattr(model, "learnt", "unsaid", raising=False)


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_version_is_read_as_wagtail_reads_it(kind: str) -> None:
    """With fewer looks at the database; but which version is live is a fact of today."""
    page = WHOLE[kind]()
    before, revision = page.live_revision_id, page.save_revision()
    revision.content["live_revision"] = None
    ours = revision.as_object().serializable_data()
    assert ours["live_revision"] == before
    wagtails = Page.with_content_json(page, revision.content).serializable_data()
    assert ours | {"live_revision": None} == wagtails


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_a_field_that_is_added_with_a_default_changes_no_digest(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    page: Page = WHOLE[kind]().get_latest_revision_as_object()
    with rows_read_once(page):  # no table has the column
        learns_and_says_the_same(monkeypatch, page)


def learns_and_says_the_same(monkeypatch: pytest.MonkeyPatch, page: Page) -> None:
    before = content_digest(page)
    for model in (type(page), *(one.related_model for one in get_all_child_relations(page))):
        learns(monkeypatch, model)
    streams = [one for one in page._meta.concrete_fields if isinstance(one, StreamField)]
    for block in [one for stream in streams for one in blocks_of(stream.stream_block)]:
        monkeypatch.setitem(block.child_blocks, "learnt", CharBlock(default="unsaid"))
    assert content_digest(page) == before
    page.learnt = "said"
    assert content_digest(page) != before
