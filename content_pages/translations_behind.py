"""Whoever looks after a translation hears that its source is public with another text."""

import json
from typing import Any

from django.db.models import QuerySet
from django_tasks import task
from wagtail.models import Page, Revision
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.accounts.models import User
from cms.core import clock
from cms.editorial.notices import telling
from cms.publication.digest import content_digest, digest_of


def source_publishes(
    sender: type[Page], page: Page, revision: Revision, content: Page, user: Any, **kwargs: Any
) -> None:
    """What was public last stands in the database; `page` may be what somebody is saving. The
    worker compares it with the new version: whoever publishes does not wait."""
    if page.first_published_at is None or _is_later(content):
        return
    first = list(_of_its_key(page).values_list("pk", flat=True)[:2])
    if len(first) > 1 and first[0] == page.pk:
        before = _texts(type(page)._base_manager.get(pk=page.pk))
        tell_translators.enqueue(revision.pk, before, user.pk if user else None)


@task()
def tell_translators(revision_id: int, before: str, user_id: int | None) -> None:
    """This version is public since; `before` is the digest of the texts that were until then."""
    revision = Revision.page_revisions.filter(pk=revision_id).first()
    if revision is None:  # gone with its page
        return
    content = revision.as_object()
    if _texts(content) == before:
        return
    user = User.objects.filter(pk=user_id or 0).first()
    for translation in _of_its_key(content).exclude(pk=content.pk).select_related("locale"):
        telling.told_behind(translation, content, user)


def _of_its_key(page: Page) -> QuerySet[Page]:
    """The page in every language, the one it was made in first."""
    pages = Page.objects.filter(translation_key=page.translation_key, alias_of=None)
    return pages.order_by("pk")


def _is_later(content: Page) -> bool:
    return content.go_live_at is not None and content.go_live_at > clock.now()


def _texts(page: Page) -> str:
    """Everything that is translated, in its order; all it says where that cannot be told apart:
    as a digest."""
    try:
        found = extract_segments(page)
    except TypeError:
        # A block says nothing, not even an empty text, for what it was given after it was written.
        return content_digest(page)
    return digest_of(
        json.dumps([s.string.data for s in found if isinstance(s, StringSegmentValue)])
    )
