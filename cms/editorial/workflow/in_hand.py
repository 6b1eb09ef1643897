"""The content that a workflow is about: read from the latest revision, unless it is at hand.

Who has saved a revision a moment ago, and holds the page's lock, need not have it read again at
every stage; of thousands of pages that is most of the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.models import Page, Revision, WorkflowState

_at_hand: ContextVar[Page | None] = ContextVar("_at_hand", default=None)


@contextmanager
def in_hand(page: Page) -> Iterator[None]:
    """Inside, `page` is as its latest revision says: it was saved so just now."""
    before = _at_hand.set(page)
    try:
        yield
    finally:
        _at_hand.reset(before)


def latest_content(workflow_state: WorkflowState) -> tuple[Revision, Page]:
    """The latest revision of a workflow's page, and what it says."""
    page = _at_hand.get()
    if page is None or str(page.pk) != workflow_state.object_id or page.latest_revision is None:
        revision = workflow_state.content_object.get_latest_revision()
        return revision, revision.as_object()
    return page.latest_revision, page
