"""Seeding from first to last.

Wagtail notes what refers to what in the background, once per save; here it is asked to do so once
per page, at the end.
"""

from collections.abc import Callable, Iterator

from django.utils.translation import override
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task

from cms.accounts.models import User
from cms.core import clock
from cms.core.locales import content_locales, default_locale
from cms.demo.content import institutions
from cms.demo.seeding import categories, front, guides, moderation, news, programmes, reviews
from cms.demo.seeding import institutions as tenants
from cms.demo.seeding.ground import Ground, Spec, locales_of
from cms.demo.seeding.items import Items, picture, published, seed_unfinished
from cms.demo.seeding.onboarding import seed_onboarding
from cms.demo.seeding.people import seed_accounts, seed_memberships
from cms.demo.seeding.pictures import Picture, Studio
from cms.demo.seeding.tokens import seed_tokens
from cms.demo.seeding.tree import SECTIONS, found, seed_tree
from cms.publication.unit_of_work import publishing

STEPS = (
    seed_tree,
    categories.seed_categories,
    tenants.seed_institutions,
    seed_memberships,
    seed_tokens,
    seed_onboarding,
    programmes.seed_programmes,
)
STEPS_AFTER_ITEMS = (
    seed_unfinished,
    guides.seed_guides,
    news.seed_news,
    programmes.seed_sections,
    categories.seed_picks,
    front.seed_front_pages,
    moderation.seed_before_reviews,
    reviews.seed_reviews,
    moderation.seed_reports,
)


def seed(told: Callable[[str], None]) -> None:
    """All of it. `told` hears of each page, by its title."""
    studio = Studio()
    try:
        with override(default_locale()), disable_reference_index_auto_update():
            _order_pictures(studio)
            planted = _seed(studio, told)
        for page in planted:
            update_reference_index_task.enqueue(
                page._meta.app_label, page._meta.model_name, str(page.pk)
            )
    finally:
        studio.close()


def _seed(studio: Studio, told: Callable[[str], None]) -> list[Page]:
    """Returns the pages that are new or changed."""
    found()
    seed_accounts()
    ground = Ground(
        now=clock.now(),
        author=User.objects.get(username="admin"),
        publisher=User.objects.get(username="moderator"),
        studio=studio,
        told=told,
    )
    for step in STEPS:
        # One unit of work each: all of a step's copies are written together, or none of them.
        with publishing():
            step(ground)
    Items(ground).seed()
    for step in STEPS_AFTER_ITEMS:
        with publishing():
            step(ground)
    return list(ground.written.values())


def page_count() -> int:
    """How many pages there are to plant, for a progress bar."""
    written = [
        *(spec["text"] for spec in institutions()),
        *(item for spec in institutions() for item in spec["items"]),
        *categories.specs(),
        *programmes.specs(),
        *guides.specs(),
        *news.specs(),
    ]
    languages = len(content_locales())
    return sum(len(locales_of(spec)) for spec in written) + languages * len(SECTIONS)


def _order_pictures(studio: Studio) -> None:
    """In the order they will be asked for."""
    for one in _pictures():
        studio.order(one)


def _pictures() -> Iterator[Picture]:
    yield from (categories.picture(spec) for spec in categories.specs())
    yield from (tenants.picture(spec) for spec in institutions())
    yield from (programmes.picture(spec) for spec in programmes.specs())
    for item in (item for spec in institutions() for item in published(spec)):
        yield picture(item)
        yield from picture(item).gallery(_gallery_size(item))
    yield from (guides.picture(spec) for spec in guides.specs())
    yield from (news.picture(spec) for spec in news.specs())
    yield front.HERO


def _gallery_size(item: Spec) -> int:
    return sum(entry.get("images", 0) for entry in item["media"])
