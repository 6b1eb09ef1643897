"""What tests make public without a review: each is cleared as a decided import is."""

from contextlib import nullcontext
from typing import Any

from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.audit.recording import by_path
from cms.publication.clearance import Authority
from cms.publication.models import Clearance
from cms.publication.unit_of_work import publishing
from tests.indexing import indexed_once

DECIDED = Authority(Clearance.Kind.IMPORTED, "import_decided", None, {"source": "test"})


def clear(page: Page) -> Page:
    """What the page says now, saved or not, may be public."""
    DECIDED.clear(page)
    return page


def go_live(what: Page | Revision, *, user: Any = None, **values: Any) -> Page:
    """Publish a revision, or a page as it is in memory with `values`, cleared; without a `user`
    as the schedule does."""
    with indexed_once(), publishing():
        if isinstance(what, Page):
            for name, value in values.items():
                setattr(what, name, value)
            revision = what.save_revision()
        else:
            revision = what
        clear(revision.as_object())
        with nullcontext() if user else by_path(Decision.Path.SCHEDULE):
            revision.publish(user=user, skip_permission_checks=True)
    page: Page = revision.content_object
    return page
