"""A file that a page refers to says something else, or is gone: approvals were of what was seen."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.core import clock
from cms.editorial.models.releases import ReleaseMember
from cms.editorial.models.submissions import Approval, Submission
from cms.editorial.workflow.editing import reopen_reviews
from cms.publication.digest import content_digest
from cms.publication.references import register, versions_referring

# Before reviewers; approved for a release.
IN_REVIEW = Q(pk__in=Submission.objects.waiting().values("page__latest_revision"))
IN_RELEASE = Q(
    pk__in=ReleaseMember.objects.filter(is_open=True, revision__isnull=False).values("revision")
)


def hold() -> None:
    """What these refer to stays as it is. Called once, in `AppConfig.ready()`."""
    register(IN_REVIEW)
    register(IN_RELEASE)


def ask_anew(sender: Any, reference: str, forfeited: QuerySet[Any, Any], **kwargs: Any) -> None:
    """Approvals of a page in review are asked anew, whoever changed the file."""
    _revoke(Q(digest__in=forfeited))
    for revision in versions_referring(reference).filter(IN_REVIEW):
        page: Page = revision.content_object
        _revoke(Q(page_id=page.pk, digest=content_digest(revision.as_object())))
        reopen_reviews(type(page), page=page, revision=revision)


def _revoke(which: Q) -> None:
    Approval.objects.filter(which, revoked_at=None).update(revoked_at=clock.now())
