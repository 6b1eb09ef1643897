"""A piece of news as public JSON."""

from datetime import datetime

from cms.publication.documents.contract import Context, Parts, Window
from cms.publication.documents.related import cards
from cms.publication.documents.streams import stream
from content_pages.builders import jsonld
from content_pages.builders.blocks import BODY, chosen_pages
from content_pages.builders.windows import ALWAYS
from content_pages.models import NewsPage


class NewsBuilder:
    def window(self, page: NewsPage, now: datetime) -> Window:
        return ALWAYS

    def parts(self, page: NewsPage, context: Context) -> Parts:
        card = {
            "date": page.date,
            "lead": page.lead,
            "image": context.image(page.image, page.image_alt),
        }
        detail = card | {
            "body": stream(page.body, BODY, context),
            "related": cards(chosen_pages(page.related), context),
        }
        return Parts(
            card=card,
            detail=detail | {"jsonld": jsonld.news(page, detail, context)},
            facts={"date": page.date.isoformat() if page.date else None},
        )
