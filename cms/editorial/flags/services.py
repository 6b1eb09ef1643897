"""Rules are kept, asked and their hits stored."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.audit.recording import record
from cms.editorial.facts import ATTRIBUTES, attributes_of
from cms.editorial.flags.conditions import cleaned, matched
from cms.editorial.models.flags import FlagHit, FlagRule, FlagRuleVersion

KEPT = ("name", "active", "note")


@transaction.atomic
def keep_rule(*, rule: FlagRule, conditions: list[dict[str, Any]], user: Any) -> FlagRuleVersion:
    """Save a rule; other conditions make a new version. Whatever of it changes is a decision:
    switched off it shows content to nobody any more. Raises ValidationError."""
    conditions = cleaned(conditions, ATTRIBUTES)
    before = FlagRule.objects.filter(pk=rule.pk).values(*KEPT).first()
    rule.save()
    version = rule.versions.select_for_update().first()
    is_new = version is None or version.conditions != conditions
    if version is None or is_new:
        version = FlagRuleVersion.objects.create(
            rule=rule,
            number=version.number + 1 if version else 1,
            conditions=conditions,
            made_by=user,
        )
    now = {name: getattr(rule, name) for name in KEPT}
    if is_new or now != before:
        said = {"rule": rule.pk, "version": version.number, "conditions": conditions, **now}
        record(act="flag_rule", actor=user, title=rule.name, data=said)
    return version


def met_by(page: Page) -> list[tuple[FlagRuleVersion, dict[str, Any]]]:
    """Which active rules the page meets, as it is in memory, and what of it met them."""
    rules = FlagRule.objects.filter(active=True).prefetch_related("versions")
    versions = [version for rule in rules for version in list(rule.versions.all())[:1]]
    if not versions:
        return []
    attributes = attributes_of(page)
    found = [(version, matched(version.conditions, attributes)) for version in versions]
    return [(version, met) for version, met in found if met is not None]


def store_hits(page: Page, digest: str) -> None:
    """Keep what this content of the page met, for its reviewers and for those who keep rules."""
    FlagHit.objects.bulk_create(
        [
            FlagHit(version=version, page_id=page.pk, digest=digest, matched=met)
            for version, met in met_by(page)
        ],
        ignore_conflicts=True,
    )


def hits_of(page_id: int, digest: str) -> list[FlagHit]:
    """What was hit in this content of a page."""
    found = FlagHit.objects.filter(page_id=page_id, digest=digest)
    return list(found.select_related("version__rule"))
