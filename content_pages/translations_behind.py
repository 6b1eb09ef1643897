"""Whoever looks after a translation hears that its source is public with another text."""

from typing import Any

from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core import clock
from cms.editorial.notices import telling
from cms.publication.digest import content_digest


def tell_translators(sender: type[Page], page: Page, content: Page, user: Any, **kw: Any) -> None:
    """What was public last stands in the database; `page` may be what somebody is saving."""
    if page.first_published_at is None or _is_later(content):
        return
    behind = translations_of(page)
    if behind and _texts(type(page)._base_manager.get(pk=page.pk)) != _texts(content):
        for translation in behind:
            telling.told_behind(translation, content, user)


def translations_of(page: Page) -> list[Page]:
    """The pages made after this one, in other languages; none where it is a translation itself."""
    others = Page.objects.filter(translation_key=page.translation_key, alias_of=None)
    found = list(others.exclude(pk=page.pk).select_related("locale").order_by("pk"))
    return found if found and page.pk < found[0].pk else []


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
