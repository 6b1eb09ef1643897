"""The home page as public JSON."""

from datetime import datetime

from cms.publication import kinds
from cms.publication.documents import Context, Kind, Parts, Window
from home.models import HomePage


class HomeBuilder:
    def parts(self, page: HomePage, context: Context) -> Parts:
        return Parts(detail={}, card={})

    def window(self, page: HomePage, now: datetime) -> Window:
        return Window()


def register_kinds() -> None:
    kinds.register(Kind("home", HomePage, HomeBuilder()))
