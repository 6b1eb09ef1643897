"""Guides for institutions."""

from typing import Any

from cms.demo.content import read
from cms.demo.seeding.ground import Ground, Spec, key_of, locales_of
from cms.demo.seeding.pictures import Picture, paper
from cms.demo.seeding.tree import section
from content_pages.models import GuidePage, ItemPage

PALETTE = "knowledge"
# The kinds of guide that come with a file to fill in, and how it is called.
WITH_TEMPLATE = {"template", "checklist"}
TEMPLATE = {"fr": "Modèle à remplir", "ru": "Шаблон для заполнения", "en": "Template to fill in"}
CONTACT = "boite-a-outils@coulisses.example.org"


def specs() -> list[Spec]:
    found: list[Spec] = read("guides.toml")["guides"]
    return found


def picture(spec: Spec) -> Picture:
    first = locales_of(spec)[0]
    return Picture(spec["key"], spec[first]["title"], spec["motif"], PALETTE)


def seed_guides(ground: Ground) -> None:
    for number, spec in enumerate(specs()):
        for code in locales_of(spec):
            ground.plant(
                section(ground, "toolkit", code), GuidePage, key_of("guide", spec["key"]), code,
                days_ago=150 - number * 9,
                title=spec[code]["title"], summary=spec[code]["summary"],
                steps=_steps(ground, spec, code), guide_kind=spec["kind"], topic=spec["topic"],
                level=spec["level"], roles=spec["roles"], effort_hours=spec["hours"],
                cost_band=spec["cost"], people_needed=spec["people"], outputs=spec["outputs"],
                review_on=ground.day(spec["review_in"]), review_owner=ground.publisher,
                contact=CONTACT, image=ground.studio.image(picture(spec)),
                image_alt=picture(spec).alt(code),
            )  # fmt: skip


def _steps(ground: Ground, spec: Spec, locale: str) -> list[tuple[str, Any]]:
    examples = spec.get("examples", {})
    steps = []
    for number, (title, text, minutes, tool) in enumerate(spec[locale]["steps"], start=1):
        example = examples.get(str(number))
        template = None
        if number == 1 and spec["kind"] in WITH_TEMPLATE:
            template = paper(f"{TEMPLATE[locale]} – {spec[locale]['title']}", f"{title}\n\n{text}")
        steps.append(
            (
                "step",
                {
                    "title": title,
                    "text": f"<p>{text}</p>",
                    "duration_minutes": minutes,
                    "tool": tool,
                    "template": template,
                    "example": example
                    and ground.nearest(ItemPage, key_of("item", example), locale),
                },
            )
        )
    return steps
