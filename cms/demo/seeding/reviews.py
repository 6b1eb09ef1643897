"""What the desk has to show: next versions of public items, each somewhere else on its way."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from cms.accounts.models import User
from cms.demo.content import read
from cms.demo.seeding.ground import Ground, Spec, key_of
from cms.editorial import policies
from cms.editorial.models import Submission
from cms.editorial.workflow import services
from cms.editorial.workflow.deadlines import WorkingTime
from content_pages.models import ItemPage

# How far ahead what is approved goes live.
GOES_LIVE = timedelta(days=3)


def seed_reviews(ground: Ground) -> None:
    for spec in read("reviews.toml")["reviews"]:
        page = ground.found(ItemPage, key_of("item", spec["item"]), spec["locale"])
        if page is not None and not Submission.objects.filter(page_id=page.pk).exists():
            _submit(ground, page, spec)
            ARRIVES[spec["state"]](ground, page, spec)


def _submit(ground: Ground, page: ItemPage, spec: Spec) -> None:
    draft = page.get_latest_revision_as_object()
    draft.summary = spec["summary"]
    draft.go_live_at = ground.now + GOES_LIVE if spec["state"] == "scheduled" else None
    draft.save_revision(user=ground.author)
    submission = services.submit(
        page=ItemPage.objects.get(pk=page.pk), user=ground.author, note=spec.get("note", "")
    )
    at, times = ground.now - timedelta(days=spec["days"]), WorkingTime.read()
    Submission.objects.filter(pk=submission.pk).update(
        first_submitted_at=at,
        submitted_at=at,
        due_at=times.due(at, urgent=submission.urgent),
        remind_at=times.due(at, urgent=submission.urgent, part=0.5),
    )


def _waits(ground: Ground, page: ItemPage, spec: Spec) -> None:
    """Nobody has it yet."""


def _is_claimed(ground: Ground, page: ItemPage, spec: Spec) -> None:
    person = User.objects.get(username=spec["by"])
    for review in policies.open_reviews(page):
        services.claim(review=review, user=person)


def _is_overdue(ground: Ground, page: ItemPage, spec: Spec) -> None:
    due = ground.now - timedelta(days=spec["days"] - 4)
    Submission.objects.filter(page_id=page.pk).update(due_at=due, remind_at=due)


def _is_sent_back(ground: Ground, page: ItemPage, spec: Spec) -> None:
    services.request_changes(
        review=policies.open_reviews(page)[0],
        user=ground.publisher,
        reasons=[services.Reason(**one) for one in spec["asked"]],
    )


def _is_approved(ground: Ground, page: ItemPage, spec: Spec) -> None:
    digest = services.current_digest(page)
    for review in policies.open_reviews(page):
        services.approve(review=review, user=ground.publisher, digest=digest)


def _is_rejected(ground: Ground, page: ItemPage, spec: Spec) -> None:
    services.reject(
        review=policies.open_reviews(page)[0],
        user=ground.publisher,
        reasons=[services.Reason(**one) for one in spec["asked"]],
    )


ARRIVES: Mapping[str, Callable[[Ground, ItemPage, Spec], None]] = {
    "waiting": _waits,
    "claimed": _is_claimed,
    "overdue": _is_overdue,
    "sent_back": _is_sent_back,
    "scheduled": _is_approved,
    "approved": _is_approved,
    "rejected": _is_rejected,
}
