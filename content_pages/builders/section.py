"""An index page as public JSON: a few words above a list that the frontend asks the API for."""

from datetime import datetime

from cms.publication.documents.contract import Context, Parts, Window
from content_pages.builders.values import text
from content_pages.builders.windows import ALWAYS
from content_pages.models.base import IndexPage


class SectionBuilder:
    def __init__(self, lists: str) -> None:
        """`lists` is the kind of document found below."""
        self.lists = lists

    def window(self, page: IndexPage, now: datetime) -> Window:
        return ALWAYS

    def parts(self, page: IndexPage, context: Context) -> Parts:
        card = {"intro": text(page.intro), "lists": self.lists}
        return Parts(card=card, detail=card, ref={"lists": self.lists})
