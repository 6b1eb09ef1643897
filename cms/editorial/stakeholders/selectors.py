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
    lent: bool
    may_revoke: bool


def links_of(submission: Submission, user: Any) -> list[KnownLink]:
    """The newest first. Addresses are for those who may revoke."""
    links = list(submission.links.select_related("made_by")[:MOST_SHOWN])
    page, now = submission.page.specific, clock.now()
    people = {one.made_by for one in links}
    lending = {one for one in people if policies.may_invite(one, page)}
    shut = {one for one in people if policies.may_revoke_link_of(one, user, page)}
    return [
        KnownLink(
            link=one,
            expired=one.expires_at <= now,
            lent=one.made_by in lending,
            may_revoke=one.made_by in shut,
        )
        for one in links
    ]
