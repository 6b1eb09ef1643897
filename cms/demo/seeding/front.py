"""The front page of each language: sections in the order a visitor meets them, and menus."""

from typing import Any

from cms.demo.content import read
from cms.demo.seeding.ground import Ground, Spec, key_of
from cms.demo.seeding.pictures import Picture
from cms.demo.seeding.tree import SECTIONS, section
from content_pages.models import ItemPage, ProgrammePage
from home.models import HomePage

HERO = Picture("home-hero", "Coulisses", "curtain", "theatre")


def seed_front_pages(ground: Ground) -> None:
    words = read("home.toml")
    for code, locale in ground.locales.items():
        page = HomePage.objects.get(locale=locale)
        if not page.sections:
            ground.revise(
                page,
                title=words[code]["title"],
                sections=_sections(ground, words[code], code),
                main_menu=_main_menu(ground, words["indexes"], code),
                footer_menu=[
                    ("entry", {"label": label, "page": None, "url": url})
                    for label, url in words[code]["footer"]
                ],
            )


def _sections(ground: Ground, words: Spec, locale: str) -> list[tuple[str, Any]]:
    hero, selection, text = words["hero"], words["selection"], words["text"]
    image = {"image": ground.studio.image(HERO), "alt": HERO.alt(locale), "caption": ""}
    programme = ground.nearest(ProgrammePage, key_of("programme", hero["programme"]), locale)
    picked = ground.nearest_of(ItemPage, "item", selection["items"], locale)
    latest = [("latest", {**entry}) for entry in words["latest"]]
    return [
        (
            "hero",
            {"title": hero["title"], "text": hero["text"], "image": image, "page": programme},
        ),
        (
            "selection",
            {"title": selection["title"], "intro": selection["intro"], "pages": picked},
        ),
        *latest,
        ("text", {"title": text["title"], "text": text["html"]}),
    ]


def _main_menu(ground: Ground, titles: Spec, locale: str) -> list[tuple[str, Any]]:
    return [
        (
            "entry",
            {"label": titles[name][locale], "page": section(ground, name, locale), "url": ""},
        )
        for name in SECTIONS
    ]
