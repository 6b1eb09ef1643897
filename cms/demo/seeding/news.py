"""News of the portal."""

from cms.demo.content import read
from cms.demo.seeding import markup
from cms.demo.seeding.ground import Ground, Spec, key_of, locales_of
from cms.demo.seeding.pictures import Picture
from cms.demo.seeding.tree import section
from content_pages.models import ItemPage, NewsPage


def specs() -> list[Spec]:
    found: list[Spec] = read("news.toml")["news"]
    return found


def picture(spec: Spec) -> Picture:
    first = locales_of(spec)[0]
    return Picture(spec["key"], spec[first]["title"], spec["motif"], spec["palette"])


def seed_news(ground: Ground) -> None:
    for spec in specs():
        for code in locales_of(spec):
            related = ground.nearest_of(ItemPage, "item", spec["related"], code)
            ground.plant(
                section(ground, "news", code), NewsPage, key_of("news", spec["key"]), code,
                days_ago=spec["days_ago"], title=spec[code]["title"], lead=spec[code]["lead"],
                body=markup.blocks(spec[code]["body"]), date=ground.day(-spec["days_ago"]),
                related=[("item", page) for page in related],
                image=ground.studio.image(picture(spec)), image_alt=picture(spec).alt(code),
            )  # fmt: skip
