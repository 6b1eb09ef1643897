"""What is public without a review is cleared for as long as it is, and no longer.

That is what was published directly where a workflow applies by now, and an emergency publication
that nobody has confirmed. It ends when other content is public, or none; but what a release
replaced stays for its way back.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from wagtail.models import Page

from cms.core import clock
from cms.editorial.at_once.emergency import confirmed_of
from cms.editorial.releases.selectors import would_come_back
from cms.publication import clearance
from cms.publication.models import Clearance

Kind = Clearance.Kind


def end_unreviewed(sender: type[Page], page: Page, **kwargs: Any) -> None:
    standing = list(
        Clearance.objects.filter(
            page_id=page.pk, kind__in=sorted(clearance.UNREVIEWED), revoked_at=None
        )
    )
    if any(one.kind == Kind.DIRECT for one in standing) and not page.has_workflow:
        standing = [one for one in standing if one.kind != Kind.DIRECT]
    if not standing:
        return
    lasting = {*_words_of_what_is_shown(page), *confirmed_of(page.pk)}
    over = [one.pk for one in standing if one.decision not in lasting]
    Clearance.objects.filter(pk__in=over).update(revoked_at=clock.now())


def _words_of_what_is_shown(page: Page) -> Iterator[UUID]:
    """The decisions by which it is public, and by which a release would make it so again."""
    contents = [page, *(one.as_object() for one in would_come_back(page))] if page.live else []
    for content in contents:
        if cleared := clearance.standing(content):
            yield cleared.decision
