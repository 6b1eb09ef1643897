"""How each act of moderation in the table of roles is tried, as `roles_ground` tries the others."""

from collections.abc import Callable, Mapping

from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page

from cms.editorial import spot_checks as checks
from cms.editorial.models import FlagRule, Holiday, SpotCheck
from cms.editorial.policies import open_reviews, submission_of
from cms.editorial.workflow import services
from tests.admin.roles_ground import Ground
from tests.factories import UserFactory
from tests.factories.clearing import go_live


def assign(ground: Ground) -> bool:
    """Give a review to a moderator, from the desk."""
    item, moderator = ground.item(ground.colleague), UserFactory()
    moderator.groups.add(Group.objects.get(name="Moderators"))
    services.submit(page=item, user=UserFactory(superuser=True))
    submission, (review,) = submission_of(item), open_reviews(item)
    assert submission is not None
    sent = {"act": "assign", "reviews": str(review.pk), "assignee": str(moderator.pk)}
    ground.client.post(reverse("desk_item", args=[submission.pk]), sent)
    review.refresh_from_db()
    return bool(review.assignee == moderator)


def emergency(ground: Ground) -> bool:
    item = ground.item(ground.colleague)
    ground.client.post(
        reverse("publish_emergency", args=[item.pk]), {"reason": "La salle change ce soir."}
    )
    return Page.objects.get(pk=item.pk).live


def spot_checks(ground: Ground) -> bool:
    item = ground.item(ground.colleague)
    go_live(item)
    check = checks.report(page=item, user=ground.colleague, text="La date est fausse.")
    ground.client.post(reverse("spot_check_settle", args=[check.pk]), {"outcome": "dismissed"})
    check.refresh_from_db()
    settled: bool = check.status != SpotCheck.Status.OPEN
    seen = ground.client.get(reverse("spot_checks")).status_code == 200
    assert seen == settled, "whoever sees the list settles what is on it"
    return settled


def review_rules(ground: Ground) -> bool:
    """Rules that flag, and the days that count."""
    rule = {"name": "Loteries", "active": "on", "note": "", "attribute_0": "text"}
    rule |= {"operator_0": "contains", "value_0": "loterie"}
    ground.client.post("/admin/flag_rules/new/", rule)
    ground.client.post("/admin/holidays/new/", {"day": "2031-05-01", "name": "Fête du travail"})
    ruled, rested = FlagRule.objects.exists(), Holiday.objects.filter(day="2031-05-01").exists()
    assert ruled == rested, "whoever keeps the rules keeps the calendar"
    return ruled


def audit(ground: Ground) -> bool:
    return bool(ground.client.get(reverse("audit_log")).status_code == 200)


MODERATION: Mapping[str, Callable[[Ground], bool]] = {
    trial.__name__: trial for trial in (assign, emergency, spot_checks, review_rules, audit)
}
