"""The links of a submission, as those who may ask somebody see them."""

from dataclasses import dataclass
from typing import Any

from cms.core import clock
from cms.editorial import policies
from cms.editorial.models.links import ReviewLink
from cms.editorial.models.submissions import Submission

# The newest; older ones are in the audit log.
MOST_SHOWN = 40


@dataclass(frozen=True)
class KnownLink:
    link: ReviewLink
    expired: bool
    may_revoke: bool


def links_of(submission: Submission, user: Any) -> list[KnownLink]:
    """The newest first. Addresses are for those who may revoke."""
    links = list(submission.links.select_related("made_by")[:MOST_SHOWN])
    reviews = bool(links) and bool(policies.reviews_open_to(user, submission.page))
    now = clock.now()
    return [
        KnownLink(
            link=one,
            expired=one.expires_at <= now,
            may_revoke=reviews or one.made_by_id == user.pk,
        )
        for one in links
    ]
