"""The bare tree: a home per language with its five sections, and who approves."""

from typing import Any

from wagtail.models import (
    Page,
    Site,
)

from cms.demo.content import read
from cms.demo.seeding.ground import Ground
from cms.publication.founding import found_site
from content_pages.models import (
    CategoryIndexPage,
    GuideIndexPage,
    InstitutionIndexPage,
    NewsIndexPage,
    ProgrammeIndexPage,
)

SECTIONS: dict[str, type[Page]] = {
    "categories": CategoryIndexPage,
    "institutions": InstitutionIndexPage,
    "toolkit": GuideIndexPage,
    "programmes": ProgrammeIndexPage,
    "news": NewsIndexPage,
}


def found() -> None:
    """The tree itself, as `manage.py found_site` plants it."""
    site = Site.objects.filter(is_default_site=True).first()
    found_site(site.hostname if site else "localhost")


def seed_tree(ground: Ground) -> None:
    titles = read("home.toml")["indexes"]
    for code in ground.locales:
        for name in SECTIONS:
            page = section(ground, name, code)
            if _untouched(page):
                ground.revise(page, title=titles[name][code])
    Site.objects.filter(is_default_site=True, site_name="").update(site_name="Coulisses")


def section(ground: Ground, name: str, locale: str) -> Any:
    """The index page that holds all pages of one type."""
    pages: Any = SECTIONS[name].objects
    key = (name, locale)
    if key not in ground.sections:
        ground.sections[key] = pages.get(locale=ground.locales[locale])
    return ground.sections[key]


def _untouched(page: Page) -> bool:
    """Nobody has edited it since it was founded."""
    return page.latest_revision is None or page.latest_revision.user_id is None
