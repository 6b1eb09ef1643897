"""What head moderators keep beside the reviews: flag rules, a release, a report."""

from cms.accounts.models import User
from cms.demo.content import read
from cms.demo.seeding.ground import Ground, key_of
from cms.editorial import spot_checks
from cms.editorial.flags.services import keep_rule
from cms.editorial.models import FlagRule, Release, SpotCheck
from cms.editorial.releases import services as releases
from content_pages.models import ItemPage


def seed_before_reviews(ground: Ground) -> None:
    """What decides what comes of a review: what it is shown for, and what it waits with."""
    kept, chief = read("moderation.toml"), User.objects.get(username="chief")
    for spec in kept["flag_rules"]:
        if not FlagRule.objects.filter(name=spec["name"]).exists():
            rule = FlagRule(name=spec["name"], note=spec["note"])
            keep_rule(rule=rule, conditions=spec["conditions"], user=chief)
    for spec in kept["releases"]:
        found = [
            ground.found(ItemPage, key_of("item", key), spec["locale"]) for key in spec["items"]
        ]
        pages = [page for page in found if page is not None]
        if pages and not Release.objects.filter(title=spec["title"]).exists():
            releases.create(title=spec["title"], note=spec["note"], pages=pages, user=chief)


def seed_reports(ground: Ground) -> None:
    for spec in read("moderation.toml")["reports"]:
        page = ground.found(ItemPage, key_of("item", spec["item"]), spec["locale"])
        if page is not None and not SpotCheck.objects.filter(page_id=page.pk).exists():
            person = User.objects.get(username=spec["by"])
            spot_checks.report(page=page, user=person, text=spec["text"])
