"""The ground every test stands on: what Wagtail's and our migrations put in an empty database."""

from django.contrib.auth.models import Group
from wagtail.models import Collection, Locale, Page, Site

from cms.accounts.groups import keep_portal_groups
from cms.editorial.workflow.founding import keep_workflow
from cms.publication.unit_of_work import publishing
from content_pages.models import (
    CategoryIndexPage,
    GuideIndexPage,
    InstitutionIndexPage,
    NewsIndexPage,
    ProgrammeIndexPage,
)
from home.models import HomePage
from tests.factories.clearing import clear

LOCALES = ("fr", "ru", "en")
SECTIONS = (
    (CategoryIndexPage, "categories"),
    (InstitutionIndexPage, "institutions"),
    (GuideIndexPage, "toolkit"),
    (ProgrammeIndexPage, "programmes"),
    (NewsIndexPage, "news"),
)


def lay_ground() -> None:
    """Root, locales, a home and its sections per locale, a site. Does nothing where it stands."""
    if HomePage.objects.exists():
        return
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LOCALES}
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        title="Root", slug="root", locale=locales["fr"]
    )
    Page.objects.filter(depth=2).delete()
    root.refresh_from_db()
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    keep_portal_groups()
    keep_workflow()
    Group.objects.get_or_create(name="Editors")  # Wagtail's, with no rights of its own here
    _plant(root, locales)
    home = HomePage.objects.get(locale=locales["fr"])
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


def _plant(root: Page, locales: dict[str, Locale]) -> None:
    keys: dict[str, object] = {}
    for code, locale in locales.items():
        home = _child(root, HomePage, f"home-{code}", locale, keys)
        for model, slug in SECTIONS:
            _child(home, model, slug, locale, keys)


def _child(parent: Page, model: type, slug: str, locale: Locale, keys: dict) -> Page:
    page = model(title=slug.title(), slug=slug, locale=locale, live=True)
    if key := keys.get(model.__name__):
        page.translation_key = key
    keys[model.__name__] = page.translation_key
    with publishing():
        return clear(parent.add_child(instance=page))
