"""Whoever looks after a translation hears that its source is public with another text."""

from typing import Any

from django.db.models import QuerySet
from django_tasks import task
from wagtail.models import Page, Revision
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.accounts.models import User
from cms.core import clock
from cms.editorial.notices import telling
from cms.publication.digest import content_digest


def source_publishes(
    sender: type[Page], page: Page, revision: Revision, content: Page, user: Any, **kwargs: Any
) -> None:
    """The worker compares what was public with what will be: whoever publishes does not wait."""
    if page.first_published_at is None or _is_later(content):
        return
    if page.live_revision_id == revision.pk:
        return
    first = list(_of_its_key(page).values_list("pk", flat=True)[:2])
    if len(first) > 1 and first[0] == page.pk:
        tell_translators.enqueue(page.live_revision_id, revision.pk, user.pk if user else None)


@task()
def tell_translators(before: int | None, now: int, user_id: int | None) -> None:
    """The version `now` is public since, `before` was until then. A page that was public without
    a version may have said anything."""
    revisions = Revision.page_revisions.in_bulk([one for one in (before, now) if one])
    if now not in revisions:  # gone with its page
        return
    content = revisions[now].as_object()
    if before in revisions and _texts(revisions[before].as_object()) == _texts(content):
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


def _texts(page: Page) -> list[str]:
    """Everything that is translated, in its order; all it says where that cannot be told apart."""
    try:
        found = extract_segments(page)
    except TypeError:
        # A block says nothing, not even an empty text, for what it was given after it was written.
        return [content_digest(page)]
    return [one.string.data for one in found if isinstance(one, StringSegmentValue)]
