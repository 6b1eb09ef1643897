"""Which reviews a page's content calls for, of those its workflow knows."""

from collections.abc import Callable, Iterable

from wagtail.models import Page, Workflow

from cms.editorial.facts import RIGHTS, PageFacts, Trait, facts_of
from cms.editorial.flags.services import met_by
from cms.editorial.models.rules import Asked, ReviewRule
from cms.editorial.trust import stands_alone

# When a rule asks, by what is known of the page, and whether a flag rule has hit it.
WHEN: dict[str, Callable[[PageFacts, bool], bool]] = {
    Asked.ALWAYS: lambda facts, flagged: True,
    Asked.UNLESS_TRUSTED: lambda facts, flagged: flagged or not stands_alone(facts.institution_id),
    Asked.RIGHTS: lambda facts, flagged: bool(facts.traits & RIGHTS),
    Asked.ACCESSIBILITY: lambda facts, flagged: Trait.ACCESSIBILITY in facts.traits,
    Asked.TRANSLATION: lambda facts, flagged: Trait.TRANSLATION in facts.traits,
}


def called_for(rules: Iterable[ReviewRule], page: Page) -> list[ReviewRule]:
    """Those of `rules` that ask for a review of `page`, as it is in memory."""
    facts, flagged = facts_of(page), bool(met_by(page))
    return [rule for rule in rules if WHEN[rule.asked](facts, flagged)]


def rules_of(workflow: Workflow) -> list[ReviewRule]:
    """Every rule of a workflow's stages, in the order of the stages."""
    rules = ReviewRule.objects.filter(
        stage__workflow_tasks__workflow=workflow, stage__active=True
    ).select_related("stage", "group")
    return list(rules.order_by("stage__workflow_tasks__sort_order", "kind"))
