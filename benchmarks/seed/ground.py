"""What items stand on: homes, sections, categories, institutions, images, themes."""

from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any
from uuid import UUID, uuid5

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag
from wagtail.models import Collection, Locale, Page, Site

from benchmarks.seed import words
from benchmarks.seed.clearing import SEEDED, review_nothing
from benchmarks.seed.plan import (
    IMAGES,
    NAMESPACE,
    NESTED_CATEGORIES,
    NEWEST,
    THEMES,
    TOP_CATEGORIES,
    Plan,
)
from cms.core.codes import code_list
from cms.institutions.models import Institution
from cms.media.models import Image
from cms.publication.unit_of_work import publishing
from content_pages.models import (
    CategoryIndexPage,
    CategoryPage,
    InstitutionIndexPage,
    InstitutionPage,
)
from home.models import HomePage


@dataclass
class Ground:
    """What template items refer to; pages by locale."""

    locales: dict[str, Locale]
    images: list[Image] = field(default_factory=list)
    themes: list[Tag] = field(default_factory=list)
    categories: dict[str, dict[str, CategoryPage]] = field(default_factory=dict)
    institutions: dict[str, list[Page]] = field(default_factory=dict)
    section_pages: dict[str, Page] = field(default_factory=dict)


def key(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


def lay(plan: Plan) -> Ground:
    """Everything but the items, published; raises where the database is not empty."""
    assert not HomePage.objects.exists(), "this database is seeded already"
    review_nothing()
    ground = Ground(_locales())
    ground.images, ground.themes = _images(), _themes()
    with publishing():
        _lay_sections(ground)
        _lay_categories(ground)
    _lay_institutions(ground, plan)
    return ground


def _locales() -> dict[str, Locale]:
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in words.LOCALES}


def _images() -> list[Image]:
    """Rows without files: neither API opens a file to show an image."""
    collection = Collection.get_first_root_node()
    rng = Random("images")
    rows = [
        Image(
            title=f"Image {number}",
            file=f"original_images/image-{number}.jpg",
            width=rng.choice([1280, 1600, 2400]),
            height=900,
            description=words.sentence("fr", rng)[:120],
            credit="Photo : Anne Morel",
            licence="cc_by",
            collection=collection,
        )
        for number in range(IMAGES)
    ]
    Image.objects.bulk_create(rows)
    return list(Image.objects.order_by("pk"))


def _themes() -> list[Tag]:
    names = [f"thème {number}" for number in range(THEMES)]
    Tag.objects.bulk_create(
        [Tag(name=name, slug=name.replace("è", "e").replace(" ", "-")) for name in names]
    )
    return list(Tag.objects.order_by("pk"))


def _lay_sections(ground: Ground) -> None:
    """A home per locale with the two sections the items need."""
    root = Page.objects.get(depth=1)
    for child in root.get_children():
        child.delete()
    root.refresh_from_db()
    for code, locale in ground.locales.items():
        home = _public(
            root,
            HomePage(
                title=f"Coulisses {code}",
                slug=f"home-{code}",
                locale=locale,
                live=True,
                translation_key=key("home"),
            ),
        )
        for model, slug in (
            (CategoryIndexPage, "categories"),
            (InstitutionIndexPage, "institutions"),
        ):
            section = model(
                title=slug.title(), slug=slug, locale=locale, live=True, translation_key=key(slug)
            )
            ground.section_pages[f"{slug}-{code}"] = _public(home, section)
    Site.objects.all().delete()
    front = HomePage.objects.get(locale=ground.locales["fr"])
    Site.objects.create(hostname="localhost", root_page=front, is_default_site=True)


def _public(parent: Page, page: Any) -> Any:
    placed = parent.add_child(instance=page)
    SEEDED.clear(placed)
    return placed


def _lay_categories(ground: Ground) -> None:
    for code, locale in ground.locales.items():
        laid = ground.categories[code] = {}
        above: dict[str, str | None] = dict.fromkeys(TOP_CATEGORIES)
        for name, parent in (above | NESTED_CATEGORIES).items():
            page = CategoryPage(
                title=f"{name.title()} ({code})",
                slug=name,
                code=name,
                locale=locale,
                live=True,
                translation_key=key(f"category {name}"),
            )
            node = laid[parent] if parent else ground.section_pages[f"categories-{code}"]
            laid[name] = _public(node, page)


def _lay_institutions(ground: Ground, plan: Plan) -> None:
    records = _records(plan.institutions)
    for code, locale in ground.locales.items():
        parent = ground.section_pages[f"institutions-{code}"]
        rng = Random(f"institutions {code}")
        pages = [
            InstitutionPage(
                title=f"{words.title(code, rng, f'maison {number}')}"[:120],
                slug=f"institution-{number}",
                translation_key=key(f"institution {number}"),
                summary=words.summary(code, rng),
                institution=record,
                image=ground.images[number % IMAGES],
                body=[("paragraph", words.paragraph(code, rng, 3))],
            )
            for number, record in enumerate(records)
        ]
        ground.institutions[code] = add_children(parent, pages, locale)


def _records(wanted: int) -> list[Institution]:
    """Tenants' records, without the groups of rights that only people need."""
    rng = Random("records")
    kinds, places = code_list("institution_kinds").codes, code_list("territories").codes
    Institution.objects.bulk_create(
        Institution(
            legal_name=f"Institution {number}",
            kind=rng.choice(kinds),
            ownership=rng.choice(code_list("ownerships").codes),
            territory=rng.choice(places),
            town="Nantes",
            website=f"https://institution-{number}.example.org/",
        )
        for number in range(wanted)
    )
    return list(Institution.objects.order_by("pk"))


def add_children(parent: Page, pages: list[Any], locale: Locale) -> list[Any]:
    """Write many live pages below `parent` with few statements, as treebeard would place them.

    No signal is sent: their copies are made by `rebuild`. Pages come without moments of their own
    or with `first_published_at` set.
    """
    parent.refresh_from_db()
    steps = count(parent.numchild + 1)
    content_type = ContentType.objects.get_for_model(type(pages[0]))
    for page in pages:
        page.path = parent._get_path(parent.path, parent.depth + 1, next(steps))
        page.depth, page.numchild, page.locale, page.live = parent.depth + 1, 0, locale, True
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.draft_title, page.content_type = page.title, content_type
        page.first_published_at = page.first_published_at or NEWEST
        page.last_published_at = page.latest_revision_created_at = page.first_published_at
    _insert(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(pages))
    return pages


def _insert(pages: list[Any]) -> None:
    """The rows of `Page`, then those of the pages' own type."""
    shared = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    base = [Page(**{name: getattr(page, name) for name in shared}) for page in pages]
    Page.objects.bulk_create(base, batch_size=500)
    ids = dict(
        Page.objects.filter(path__in=[page.path for page in pages]).values_list("path", "pk")
        if any(row.pk is None for row in base)
        else ((row.path, row.pk) for row in base)
    )
    for page in pages:
        page.pk = page.page_ptr_id = page.id = ids[page.path]
        page.save_base(raw=True, force_insert=True)
