"""What a draft from outside says, put on an item page."""

from functools import cached_property
from typing import Any
from uuid import uuid5

from django.utils.html import escape
from taggit.models import Tag

from cms.media.providers import provider_of
from cms.publication.page_writer import ItemDraft, MediaDraft
from content_pages.models import AccessibilityFeature, CategoryPage, ItemPage

# Fields a draft and an item page call the same.
SAME_NAMES = (
    *("title", "summary", "format", "access_mode", "access_url", "attendance", "credit_line"),
    *("practical_notes", "on_demand_from", "on_demand_until", "duration_minutes"),
    *("target_age_from", "target_age_to", "accessibility_note"),
)
CODE_LISTS = ("audiences", "spoken_languages", "sign_languages")


class ItemFiller:
    """Fills items; remembers themes, until it is told to forget them."""

    def forget(self) -> None:
        self.__dict__.pop("_tags", None)

    # `page` is Any: a form assigns lists to fields and relations that read as their managers.
    def fill(self, page: Any, draft: ItemDraft, category_ids: dict[str, int]) -> None:
        """Put what the draft says on the page; what it has no word for is left alone."""
        for name in SAME_NAMES:
            setattr(page, name, getattr(draft, name))
        for name in CODE_LISTS:
            setattr(page, name, list(getattr(draft, name)))
        page.category_id = category_ids.get(draft.category)
        page.more_categories = CategoryPage.objects.filter(
            pk__in=[category_ids[code] for code in draft.more_categories]
        )
        page.themes.set([self._tag(name) for name in draft.themes], clear=True)
        page.media = [_block(page, n, m.block, _media(m)) for n, m in enumerate(draft.media)]
        page.body = [
            _block(page, n, "paragraph", f"<p>{escape(words)}</p>")
            for n, words in enumerate(draft.paragraphs)
        ]
        claimed = {row.feature: row for row in page.accessibility_features.all()}
        page.accessibility_features = [
            claimed.get(feature) or AccessibilityFeature(feature=feature)
            for feature in draft.accessibility
        ]

    def _tag(self, name: str) -> Tag:
        folded = name.casefold()
        if folded not in self._tags:
            self._tags[folded] = Tag.objects.get_or_create(name=name)[0]
        return self._tags[folded]

    @cached_property
    def _tags(self) -> dict[str, Tag]:
        """By lower case, the oldest of twins. SQLite knows the case of ASCII letters only."""
        return {tag.name.casefold(): tag for tag in Tag.objects.order_by("-pk")}


def _block(page: ItemPage, number: int, name: str, value: Any) -> dict[str, Any]:
    """A block whose id stays the same when the same line is imported again."""
    return {
        "type": name,
        "value": value,
        "id": str(uuid5(page.translation_key, f"{name}:{number}")),
    }


def _media(medium: MediaDraft) -> dict[str, Any]:
    if medium.block in {"video", "audio"}:
        return {"url": medium.url, "provider": provider_of(medium.url)}
    return {"url": medium.url}
