"""Categories, those above before those below."""

from typing import Any

from cms.demo.content import read
from cms.demo.seeding.ground import Ground, Spec, key_of, locales_of
from cms.demo.seeding.pictures import Picture
from cms.demo.seeding.tree import section
from content_pages.models import CategoryPage, ItemPage


def specs() -> list[Spec]:
    found: list[Spec] = read("categories.toml")["categories"]
    return found


def picture(spec: Spec) -> Picture:
    return Picture(f"category-{spec['code']}", spec["fr"]["title"], spec["motif"], spec["code"])


def category(ground: Ground, code: str, locale: str) -> Any:
    return ground.found(CategoryPage, key_of("category", code), locale)


def seed_categories(ground: Ground) -> None:
    for spec in specs():
        image = ground.studio.image(picture(spec))
        for code in locales_of(spec):
            parent = (
                category(ground, spec["parent"], code)
                if "parent" in spec
                else section(ground, "categories", code)
            )
            ground.plant(
                parent, CategoryPage, key_of("category", spec["code"]), code, days_ago=190,
                title=spec[code]["title"], intro=spec[code]["intro"], code=spec["code"],
                colour=spec["colour"], image=image, image_alt=picture(spec).alt(code),
            )  # fmt: skip


def seed_picks(ground: Ground) -> None:
    """What a curator put first, once the items are there."""
    for spec in specs():
        for code in locales_of(spec):
            page = category(ground, spec["code"], code)
            picks = ground.nearest_of(ItemPage, "item", spec["picks"], code)
            if picks and not page.picks:
                ground.revise(page, picks=[("item", item) for item in picks])
