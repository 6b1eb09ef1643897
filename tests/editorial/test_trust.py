"""What a trusted institution publishes by itself, and how trust comes and goes."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import override_settings

from cms.audit.models import Decision
from cms.editorial import policies, spot_checks, trust
from cms.editorial.flags.services import hits_of, keep_rule
from cms.editorial.models import FlagRule, FlagRuleVersion, SpotCheck, TrustChange
from cms.editorial.workflow import services
from cms.publication.models import Clearance, PublishedDocument
from content_pages.models import ItemPage
from tests.editorial.at_once.conftest import posts
from tests.editorial.people import Desk
from tests.factories import CategoryFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def approve(desk: Desk, page: Any) -> None:
    services.submit(page=page, user=desk.editor)
    for review in policies.open_reviews(page):
        digest = services.current_digest(page)
        services.approve(review=review, user=desk.moderator, digest=digest)


def trusted() -> Desk:
    desk = Desk(trust_level="trusted")
    for _ in range(trust.FIRST_BY_HAND):
        approve(desk, desk.draft())
    return desk


def test_the_first_three_of_a_trusted_institution_see_a_human() -> None:
    desk = Desk(trust_level="trusted")
    for _ in range(trust.FIRST_BY_HAND):
        item = desk.draft()
        services.submit(page=item, user=desk.editor)
        assert not is_public(item)
        (review,) = policies.open_reviews(item)
        digest = services.current_digest(item)
        services.approve(review=review, user=desk.moderator, digest=digest)
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    assert is_public(item)
    assert Clearance.objects.get(page_id=item.pk).kind == Clearance.Kind.AUTOMATIC


@pytest.mark.parametrize("level", ["new", "known", "watched"])
def test_nobody_else_publishes_by_themselves(level: str) -> None:
    desk = trusted()
    desk.institution.trust_level = level
    desk.institution.save(update_fields=["trust_level"])
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    assert not is_public(item)


def test_paid_content_of_a_trusted_institution_has_its_rights_reviewed() -> None:
    desk = trusted()
    item = desk.draft(access_mode="paid")
    services.submit(page=item, user=desk.editor)
    assert [review.kind for review in policies.open_reviews(item)] == ["rights"]
    assert not is_public(item)


def test_a_new_institution_is_known_after_three_approvals() -> None:
    desk = Desk(trust_level="new")
    for _ in range(trust.FIRST_BY_HAND):
        desk.institution.refresh_from_db()
        assert desk.institution.trust_level == "new"
        approve(desk, desk.draft())
    desk.institution.refresh_from_db()
    assert desk.institution.trust_level == "known"
    (change,) = TrustChange.objects.all()
    assert (change.before, change.after, change.rule) == ("new", "known", "first_approvals")


@pytest.mark.parametrize(
    ("before", "after"), [("trusted", "known"), ("known", "watched"), ("watched", "watched")]
)
def test_an_upheld_report_costs_trust(before: str, after: str) -> None:
    desk = Desk(trust_level=before)
    item = desk.public()
    check = spot_checks.report(page=item, user=desk.stranger, text="Ce lien ne mène nulle part.")
    with pytest.raises(ValidationError):  # not without a word
        spot_checks.settle(check=check, user=desk.moderator, upheld=True, note=" ")
    spot_checks.settle(check=check, user=desk.moderator, upheld=True, note="Lien mort, vu.")
    assert Decision.objects.get(act="report_upheld").private_note == "Lien mort, vu."
    desk.institution.refresh_from_db()
    assert desk.institution.trust_level == after
    with pytest.raises(ValidationError):
        spot_checks.settle(check=check, user=desk.moderator, upheld=False)


def test_a_dismissed_report_costs_nothing() -> None:
    desk = Desk(trust_level="trusted")
    check = spot_checks.report(page=desk.public(), user=desk.stranger, text="Je n'aime pas.")
    spot_checks.settle(check=check, user=desk.moderator, upheld=False)
    desk.institution.refresh_from_db()
    assert desk.institution.trust_level == "trusted"
    assert not TrustChange.objects.exists()


def test_who_may_not_settles_nothing() -> None:
    desk = Desk(trust_level="trusted")
    check = spot_checks.report(page=desk.public(), user=desk.moderator, text="Ceci.")
    for person in (desk.editor, desk.stranger, desk.moderator):  # who reported it neither
        with pytest.raises(PermissionDenied):
            spot_checks.settle(check=check, user=person, upheld=True)
    assert SpotCheck.objects.get().status == SpotCheck.Status.OPEN


def test_nor_does_a_superuser_settle_what_they_reported() -> None:
    desk = Desk(trust_level="trusted")
    boss = UserFactory(superuser=True)
    check = spot_checks.report(page=desk.public(), user=boss, text="Ceci.")
    with pytest.raises(PermissionDenied):
        spot_checks.settle(check=check, user=boss, upheld=True)
    spot_checks.settle(check=check, user=desk.moderator, upheld=True, note="Vrai.")


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_a_report_says_what_is_wrong(text: str) -> None:
    desk = Desk()
    with pytest.raises(ValidationError):
        spot_checks.report(page=desk.public(), user=desk.stranger, text=text)
    assert not SpotCheck.objects.exists()


@pytest.mark.parametrize(("percent", "drawn"), [(100, 1), (0, 0)])
def test_of_what_goes_live_by_itself_a_share_is_looked_at(percent: int, drawn: int) -> None:
    desk = trusted()
    with override_settings(SAMPLED_PERCENT=percent):
        item = desk.draft()
        services.submit(page=item, user=desk.editor)
    assert SpotCheck.objects.filter(page_id=item.pk, origin="sample").count() == drawn


def test_what_a_rule_flags_sees_a_human_though_it_is_trusted() -> None:
    desk = trusted()
    rule = FlagRule(name="Loteries")
    conditions = [{"attribute": "text", "operator": "contains", "value": "loterie, tombola"}]
    keep_rule(rule=rule, conditions=conditions, user=desk.moderator)
    item = desk.draft(summary="Une grande Tombola à gagner.")
    services.submit(page=item, user=desk.editor)
    assert not is_public(item)
    (hit,) = hits_of(item.pk, services.current_digest(item))
    assert hit.version.rule == rule


def test_a_changed_rule_is_a_new_version_and_its_hits_keep_theirs() -> None:
    desk = Desk()
    rule = FlagRule(name="Prix")
    dear = [{"attribute": "price", "operator": "at_least", "value": "50"}]
    first = keep_rule(rule=rule, conditions=dear, user=desk.moderator)
    assert keep_rule(rule=rule, conditions=dear, user=desk.moderator) == first
    item = desk.draft(access_mode="paid", price_max="60.00")
    services.submit(page=item, user=desk.editor)
    dearer = [{"attribute": "price", "operator": "at_least", "value": "100"}]
    second = keep_rule(rule=rule, conditions=dearer, user=desk.moderator)
    assert second.number == 2
    (hit,) = hits_of(item.pk, services.current_digest(item))
    assert hit.version == first
    assert Decision.objects.filter(act="flag_rule").count() == 2
    rule.active = False
    assert keep_rule(rule=rule, conditions=dearer, user=desk.moderator) == second
    assert Decision.objects.filter(act="flag_rule").latest("number").data["active"] is False


@pytest.mark.parametrize(
    "conditions",
    [
        [],
        [{"attribute": "weather", "operator": "equals", "value": "1"}],
        [{"attribute": "title", "operator": "resembles", "value": "1"}],
        [{"attribute": "title", "operator": "contains", "value": " "}],
        [{"attribute": "price", "operator": "at_most", "value": "much"}],
        [{"attribute": "price", "operator": "at_least", "value": "NaN"}],
        [{"attribute": "price", "operator": "at_most", "value": "Infinity"}],
        [{"attribute": "title", "operator": "contains", "value": "x" * 501}],
        [{"attribute": "title", "operator": "empty"}] * 21,
        "title",
    ],
)
def test_a_rule_that_cannot_be_asked_is_not_kept(conditions: Any) -> None:
    with pytest.raises(ValidationError):
        keep_rule(rule=FlagRule(name="Rien"), conditions=conditions, user=UserFactory())
    assert not FlagRule.objects.exists()


def test_what_one_approved_and_another_rejected_earns_no_trust() -> None:
    desk = Desk(trust_level="new")
    for _ in range(trust.FIRST_BY_HAND - 1):
        item = desk.draft(access_mode="paid")
        services.submit(page=item, user=desk.editor)
        editorial, rights = policies.open_reviews(item)
        digest = services.current_digest(item)
        services.approve(review=editorial, user=desk.moderator, digest=digest)
        why = [services.Reason("music_rights")]
        services.reject(review=rights, user=desk.moderator, reasons=why)
    approve(desk, desk.draft())
    desk.institution.refresh_from_db()
    assert desk.institution.trust_level == "new"


def test_what_was_taken_down_earns_none_and_what_was_withdrawn_does() -> None:
    desk = trusted()
    taken, withdrawn, _kept = ItemPage.objects.filter(live=True)
    posts(desk.editor, "withdraw_from_portal", withdrawn, reason="Droits expirés.")
    following = desk.draft()
    services.submit(page=following, user=desk.editor)
    assert is_public(following)
    posts(desk.moderator, "take_down", taken, reasons=["illegal"])
    item = desk.draft()
    services.submit(page=item, user=desk.editor)
    assert not is_public(item)


@pytest.mark.parametrize("number", ["NaN", "sNaN"])
def test_a_rule_kept_with_what_is_no_number_hits_nothing(number: str) -> None:
    desk = Desk()
    rule = FlagRule.objects.create(name="Prix")
    condition = {"attribute": "price", "operator": "at_least", "value": number}
    FlagRuleVersion.objects.create(rule=rule, number=1, conditions=[condition])
    item = desk.draft(access_mode="paid", price_max="60.00")
    services.submit(page=item, user=desk.editor)
    assert hits_of(item.pk, services.current_digest(item)) == []


@pytest.mark.parametrize(
    ("ages", "asked"),
    [((6, 10), True), ((None, 10), True), ((14, 25), True), ((6, None), False), ((18, 30), False)],
)
def test_what_is_for_minors_by_its_ages_has_its_rights_reviewed(ages: Any, asked: bool) -> None:
    desk = Desk()
    item = desk.draft(target_age_from=ages[0], target_age_to=ages[1])
    services.submit(page=item, user=desk.editor)
    assert ("rights" in [review.kind for review in policies.open_reviews(item)]) is asked


def test_so_has_what_is_music_by_one_of_its_other_categories() -> None:
    desk = Desk()
    item = desk.draft()
    assert item.category.code != "music"
    item.more_categories = [CategoryFactory(code="music")]
    item.save_revision(user=desk.editor)
    services.submit(page=item, user=desk.editor)
    assert "rights" in [review.kind for review in policies.open_reviews(item)]
