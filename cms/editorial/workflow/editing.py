"""An edit during the review: whoever approved something else is asked again."""

from typing import Any

from wagtail.models import Page, Revision, TaskState

from cms.editorial.flags.services import store_hits
from cms.editorial.workflow.opening import open_reviews, running_stage
from cms.publication.digest import content_digest


def reopen_reviews(sender: Any, page: Page, revision: Revision, **kwargs: Any) -> None:
    """Reviews of the running stage that were given for other content are open again, and those
    that only the edit calls for are opened."""
    running = running_stage(page)
    if running is None:
        return
    submission, state = running
    TaskState.objects.filter(pk=state.pk).update(revision=revision)
    content = revision.as_object()
    store_hits(content, content_digest(content))
    open_reviews(state, submission, content)
