"""Items, each under its institution and in every language it is written in."""

from typing import Any

from taggit.models import Tag

from cms.accounts.models import User
from cms.demo.content import institutions, read
from cms.demo.seeding import item_rows, markup
from cms.demo.seeding.categories import category
from cms.demo.seeding.ground import Ground, Spec, key_of, locales_of
from cms.demo.seeding.institutions import page as institution_page
from cms.demo.seeding.institutions import record
from cms.demo.seeding.item_media import Media
from cms.demo.seeding.pictures import Picture
from cms.editorial import policies
from cms.editorial.workflow import services
from cms.institutions.models import Institution
from cms.publication.unit_of_work import publishing
from content_pages.models import (
    CategoryPage,
    InstitutionPage,
    ItemPage,
    ProgrammePage,
    RelatedItem,
)
from content_pages.themes import name_theme

RELATED = 3


def picture(item: Spec) -> Picture:
    first = locales_of(item)[0]
    return Picture(item["key"], item[first]["title"], item["motif"], item["category"])


def published(spec: Spec) -> list[Spec]:
    """The items of an institution that are meant to be public."""
    return [item for item in spec["items"] if item.get("state", "published") == "published"]


class Items:
    """Plants items; each is tied to those planted before it that share a theme."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.themes = {code: _tag(code, words) for code, words in read("themes.toml").items()}
        self.programmes = _programmes_by_item()
        self.before: list[Spec] = []

    def seed(self) -> None:
        for spec in institutions():
            institution = record(spec)
            # Together they are written once, instead of again for each translation that follows.
            with publishing():
                for item in published(spec):
                    for locale in locales_of(item):
                        self._plant(spec, institution, item, locale)
                    self.before.append(item)

    def _plant(self, spec: Spec, institution: Institution, item: Spec, locale: str) -> Any:
        key, title = key_of("item", item["key"]), item[locale]["title"]
        if page := self.ground.found(ItemPage, key, locale):
            self.ground.told(title)
            return page
        image = self.ground.studio.image(
            picture(item), collection=institution.collection, user=self.ground.author
        )
        return self.ground.plant(
            institution_page(self.ground, spec["key"], locale), ItemPage, key, locale,
            days_ago=item["published"], image=image, image_alt=picture(item).alt(locale),
            media=Media(self.ground, spec, institution, item, picture(item)).blocks(locale),
            **facts(self.ground, spec, item), **words(item, locale),
            **self._rows(spec, item, locale), **self._ties(item, locale),
        )  # fmt: skip

    def _rows(self, spec: Spec, item: Spec, locale: str) -> Spec:
        zone = spec["defaults"]["zone"]
        return {
            "occurrences": item_rows.occurrences(self.ground, item, zone, address(spec, item)),
            "accessibility_features": item_rows.features(self.ground, item),
            "rights_windows": item_rows.windows(self.ground, item),
            "contributions": item_rows.contributions(item, locale),
        }

    def _ties(self, item: Spec, locale: str) -> Spec:
        ground, more = self.ground, item.get("more_categories", [])
        return {
            "category": category(ground, item["category"], locale),
            "more_categories": ground.nearest_of(CategoryPage, "category", more, locale),
            "partners": ground.nearest_of(
                InstitutionPage, "institution", item.get("partners", []), locale
            ),
            "programmes": ground.nearest_of(
                ProgrammePage, "programme", self.programmes.get(item["key"], []), locale
            ),
            "related_items": [
                RelatedItem(item=page, sort_order=number)
                for number, page in enumerate(self._related(item, locale))
            ],
            "themes": [self.themes[code] for code in item["themes"]],
        }

    def _related(self, item: Spec, locale: str) -> list[Any]:
        """Those that share most with it; another institution's first where they share as much."""
        mine = {*item["themes"], item["category"]}
        near = [
            (len(mine & {*other["themes"], other["category"]}), other["key"])
            for other in self.before
        ]
        best = [key for shared, key in sorted(near, reverse=True) if shared > 1]
        return self.ground.nearest_of(ItemPage, "item", best[:RELATED], locale)


def address(spec: Spec, item: Spec) -> str:
    """Where the item is enjoyed, on its institution's own site."""
    return f"{spec['site']}{item['key']}/"


def words(item: Spec, locale: str) -> Spec:
    said = item[locale]
    return {
        "title": said["title"],
        "summary": said["summary"],
        "body": markup.blocks(said["body"]),
        "practical_notes": said.get("practical", ""),
    }


def facts(ground: Ground, spec: Spec, item: Spec) -> Spec:
    """What is the same in every language."""
    defaults = spec["defaults"]
    licence = item.get("licence", defaults["licence"])
    scheme, rating = item.get("age", defaults["age"])
    low, high, currency = item.get("price", (None, None, "EUR"))
    from_age, to_age = item.get("target_age", (None, None))
    embed, download = item_rows.permissions(licence)
    return {
        "format": item["format"],
        "access_mode": item.get("access", "free"),
        "access_url": address(spec, item),
        "price_min": low,
        "price_max": high,
        "currency": currency,
        "duration_minutes": item["minutes"],
        "attendance": item.get("attendance", "online"),
        "place": item.get("place", ""),
        "age_scheme": scheme,
        "age_rating": rating,
        "target_age_from": from_age,
        "target_age_to": to_age,
        "audiences": item["audiences"],
        "level": item.get("level", ""),
        "groups_only": item.get("groups_only", False),
        "hazards": item.get("hazards", []),
        "accessibility_contact": spec["contacts"]["accessibility"],
        "spoken_languages": item.get("spoken", defaults["spoken"]),
        "subtitle_languages": item.get("subtitles", []),
        "sign_languages": item.get("sign", []),
        "no_language_needed": item.get("no_language", False),
        "rights_holder": spec["legal_name"],
        "licence": licence,
        "credit_line": f"© {spec['text'][spec['source']]['name']}",
        "embed_allowed": embed,
        "download_allowed": download,
        "series": item.get("series", ""),
        **item_rows.dates(ground, item),
    }


# States of an item that its author has sent for review.
SENT = ("submitted", "sent_back")


def seed_unfinished(ground: Ground) -> None:
    """What is not public: drafts, and what its author submitted to the moderators."""
    for spec in institutions():
        for item in spec["items"]:
            if item.get("state", "published") != "published":
                _unfinished(ground, spec, item)


def _unfinished(ground: Ground, spec: Spec, item: Spec) -> None:
    author = User.objects.get(username=item["author"])
    for locale in locales_of(item):
        key = key_of("item", item["key"])
        if ground.found(ItemPage, key, locale):
            ground.told(item[locale]["title"])
            continue
        values: Spec = {"title": item[locale]["title"]}
        if item["state"] in SENT:
            tied = Items(ground)._ties(item, locale)
            media = Media(ground, spec, record(spec), item, picture(item)).blocks(locale)
            values = {
                **words(item, locale), **facts(ground, spec, item), **tied, "media": media
            }  # fmt: skip
        parent = institution_page(ground, spec["key"], locale)
        page = ground.plant(parent, ItemPage, key, locale, public=False, author=author, **values)
        if item["state"] in SENT:
            services.submit(page=page, user=author)
        if item["state"] == "sent_back":
            _send_back(page, item[locale]["asked"], ground.publisher)


def _send_back(page: ItemPage, asked: list[Spec], moderator: User) -> None:
    """A moderator asks for changes, field by field."""
    services.request_changes(
        review=policies.open_reviews(page)[0],
        user=moderator,
        reasons=[services.Reason(**one) for one in asked],
    )


def _tag(code: str, words: dict[str, str]) -> Tag:
    """One tag in all languages: its slug is the code filters use."""
    named = {"name": words["fr"]}
    tag, created = Tag.objects.get_or_create(slug=code.replace("_", "-"), defaults=named)
    if created:
        name_theme(tag, words)
    return tag


def _programmes_by_item() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for programme in read("programmes.toml")["programmes"]:
        for part in programme["sections"]:
            for key, _number, _note in part["entries"]:
                found.setdefault(key, []).append(programme["key"])
    return found
