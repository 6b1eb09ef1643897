"""What every step of seeding stands on: who does it, when, and how a page is made and published."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from anyascii import anyascii
from django.utils.text import slugify
from wagtail.models import Locale, Page, Revision

from cms.accounts.models import User
from cms.core.locales import chain, content_locales
from cms.demo.seeding.pictures import Studio
from cms.publication.clearance import Authority
from cms.publication.models import Clearance
from cms.publication.unit_of_work import publishing

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://coulisses.example.org/demo/")
HOME_ZONE = "Europe/Paris"

Spec = dict[str, Any]


def key_of(kind: str, key: str) -> uuid.UUID:
    """The translation key of a thing of the demo: the same on every machine."""
    return uuid.uuid5(NAMESPACE, f"{kind}/{key}")


def locales_of(spec: Spec) -> list[str]:
    """The languages a thing is written in, the default first."""
    return [code for code in content_locales() if code in spec]


def slug_of(title: str) -> str:
    """Latin letters whatever the script, short enough to say aloud."""
    return slugify(anyascii(title))[:70].strip("-")


@dataclass
class Ground:
    now: datetime
    author: User
    publisher: User
    studio: Studio
    told: Callable[[str], None]
    locales: dict[str, Locale] = field(
        default_factory=lambda: {one.language_code: one for one in Locale.objects.all()}
    )

    written: dict[int, Page] = field(default_factory=dict)
    sections: dict[tuple[str, str], Page] = field(default_factory=dict)
    _known: dict[type[Page], dict[tuple[uuid.UUID, int], Any]] = field(default_factory=dict)

    def moment(self, days: int, at: str = "00:00", *, zone: str = HOME_ZONE) -> datetime:
        """`days` from today at a local time, as the clocks of `zone` will show it then."""
        day = self.now.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(at), tzinfo=ZoneInfo(zone))

    def day(self, days: int) -> date:
        return self.moment(days).date()

    def found(self, model: type[Page], key: uuid.UUID, locale: str) -> Any:
        """The page of that key in that locale, or None."""
        return self._pages(model).get((key, self.locales[locale].pk))

    def nearest(self, model: type[Page], key: uuid.UUID, locale: str) -> Any:
        """The page in that locale, else along its chain, else in any; None when there is none."""
        for code in (*chain(locale), *self.locales):
            if page := self.found(model, key, code):
                return page
        return None

    def _pages(self, model: type[Page]) -> dict[tuple[uuid.UUID, int], Any]:
        """Every page of that type by key and locale, read once."""
        if model not in self._known:
            pages: Any = model.objects
            self._known[model] = {
                (one.translation_key, one.locale_id): one for one in pages.select_related("locale")
            }
        return self._known[model]

    def nearest_of(
        self, model: type[Page], kind: str, keys: Iterable[str], locale: str
    ) -> list[Any]:
        pages = (self.nearest(model, key_of(kind, key), locale) for key in keys)
        return [page for page in pages if page is not None]

    def plant(
        self, parent: Page, model: type[Page], key: uuid.UUID, locale: str, *, days_ago: int = 0,
        public: bool = True, author: User | None = None, **values: Any
    ) -> Any:  # fmt: skip
        """A page with `values`, drafted by one person and published by another.

        `days_ago` is when it first went live. Returns the one that stands there already as it is.
        """
        self.told(str(values["title"]))
        if page := self.found(model, key, locale):
            return page
        with publishing():
            values.setdefault("slug", slug_of(values["title"]))
            themes = values.pop("themes", ())
            page = model(
                translation_key=key, locale=self.locales[locale], live=False,
                owner=author or self.author, **values,
            )  # fmt: skip
            if public:
                page.first_published_at = self.now - timedelta(days=days_ago, minutes=days_ago * 7)
            if themes:
                page.themes.add(*themes)  # tags, unlike other rows, are not taken as a value
            parent.add_child(instance=page)
            # As in the admin, a draft needs its title only; publishing looks at everything.
            revision = page.save_revision(user=author or self.author, clean=False)
            if public:
                self._clear(page, revision).publish(user=self.publisher)
        page = model.objects.select_related("locale").get(pk=page.pk)
        self.written[page.pk] = self._pages(model)[key, page.locale_id] = page
        return page

    def revise(self, page: Any, **values: Any) -> None:
        """A new published revision with `values`; the page was told of when it was planted."""
        with publishing():
            for name, value in values.items():
                setattr(page, name, value)
            revision = page.save_revision(user=self.author)
            self._clear(page, revision).publish(user=self.publisher)
        self.written[page.pk] = page

    def _clear(self, page: Any, revision: Revision) -> Revision:
        """The whole demonstration is one batch, decided by whoever publishes it."""
        decided = Authority(
            Clearance.Kind.IMPORTED, "import_decided", self.publisher, {"source": "demo"}
        )
        decided.clear(page, revision=revision)
        return revision
