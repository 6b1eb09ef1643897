"""One page of every kind with every field filled, for contracts between builders and schemas."""

from collections.abc import Callable, Mapping
from typing import Any

from wagtail.models import Page

from content_pages.models import InstitutionIndexPage
from tests.factories.bodies import credited_image
from tests.factories.clearing import go_live
from tests.factories.items import ItemFactory
from tests.factories.pages import (
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    NewsFactory,
    ProgrammeFactory,
    home_page,
)


def whole_item() -> Page:
    return ItemFactory(published=True, complete=True)


def whole_category() -> Page:
    """Below another one, with a pick."""
    return CategoryFactory(
        published=True,
        complete=True,
        parent=CategoryFactory.found("fr", code="theatre"),
        picks=[("item", ItemFactory.found("fr"))],
    )


def whole_institution() -> Page:
    return InstitutionFactory(published=True, complete=True)


def whole_guide() -> Page:
    guide = GuideFactory(complete=True)
    guide.steps[0].value["example"] = ItemFactory.found("fr")
    go_live(guide)
    guide.refresh_from_db()
    return guide


def whole_programme() -> Page:
    """Two sections: an item as such, and one of its occurrences."""
    item = whole_item()
    occurrence = item.occurrences.get()
    entry = {"item": item, "occurrence": "", "note": ""}
    return ProgrammeFactory(
        published=True,
        complete=True,
        sections=[
            ("section", {"title": "Au crépuscule", "intro": "", "entries": [entry]}),
            (
                "section",
                {
                    "title": "La nuit",
                    "intro": "En direct.",
                    "entries": [entry | {"occurrence": str(occurrence.uid), "note": "Minuit"}],
                },
            ),
        ],
    )


def whole_news() -> Page:
    return NewsFactory(published=True, complete=True, related=[("item", ItemFactory.found("fr"))])


def whole_home() -> Page:
    home = home_page()
    item = ItemFactory.found("fr")
    shown: list[Any] = [
        item,
        CategoryFactory.found("fr", code="theatre"),
        InstitutionFactory.found("fr"),
        GuideFactory.found("fr"),
        ProgrammeFactory.found("fr"),
        NewsFactory.found("fr"),
        InstitutionIndexPage.objects.get(locale=home.locale),
    ]
    latest = {"title": "Dernières vidéos", "kind": "item", "category": "theatre", "limit": 4}
    home.sections = [
        (
            "hero",
            {"title": "Ce soir", "text": "Chez vous.", "image": credited_image(), "page": item},
        ),
        ("selection", {"title": "Choisis", "intro": "Pour l'hiver.", "pages": shown}),
        ("latest", latest | {"format": "recording", "audience": "families"}),
        ("text", {"title": "À propos", "text": "<p>Un portail.</p>"}),
    ]
    home.main_menu = [("entry", {"label": "Théâtre", "page": shown[1], "url": ""})]
    home.footer_menu = [
        ("entry", {"label": "Ailleurs", "page": None, "url": "https://example.org/"}),
    ]
    go_live(home)
    home.refresh_from_db()
    return home


def whole_section() -> Page:
    index = InstitutionIndexPage.objects.get(locale__language_code="fr")
    index.intro = "Tous ceux qui font ce portail."
    go_live(index)
    return index


WHOLE: Mapping[str, Callable[[], Page]] = {
    "home": whole_home,
    "category": whole_category,
    "institution": whole_institution,
    "item": whole_item,
    "guide": whole_guide,
    "programme": whole_programme,
    "news": whole_news,
    "section": whole_section,
}
