"""The category as public JSON."""

from datetime import datetime

from cms.publication.documents.contract import Context, Json, Parts, Window
from cms.publication.documents.related import brief, cards
from content_pages.builders.blocks import chosen_pages
from content_pages.builders.values import text
from content_pages.builders.windows import ALWAYS
from content_pages.models import CategoryPage


class CategoryBuilder:
    """A category's ref carries the trail from the top: one ref tells the whole branch."""

    def window(self, page: CategoryPage, now: datetime) -> Window:
        return ALWAYS

    def parts(self, page: CategoryPage, context: Context) -> Parts:
        parent = _parent(page, context)
        above = parent["trail"] if parent else []
        ancestors = [*above, brief(parent, "code")] if parent else []
        codes = [one["code"] for one in ancestors]
        card = {
            "code": page.code,
            "colour": text(page.colour),
            "intro": text(page.intro),
            "image": context.image(page.image, page.image_alt),
            "parent": ancestors[-1] if ancestors else None,
        }
        picks = cards(chosen_pages(page.picks), context)
        return Parts(
            card=card,
            detail=card | {"ancestors": ancestors, "picks": picks},
            ref={"code": page.code, "codes": [*codes, page.code], "trail": ancestors},
            facts={"code": page.code, "ancestors": codes},
        )


def _parent(page: CategoryPage, context: Context) -> Json:
    """The ref of the category above; None at the top."""
    parent = page.get_parent()
    if parent is None or parent.specific_class is not CategoryPage:
        return None
    return context.ref(parent.translation_key)
