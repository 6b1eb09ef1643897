"""Scheduled publishing and expiry: item by item, exactly once, whoever else is at it.

Wagtail's own command runs through one list in one go, so that a page which cannot go live keeps
all those after it from going live too.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.core.exceptions import ValidationError
from wagtail.models import Page, Revision

from cms.core import clock
from cms.publication.unit_of_work import publishing

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What a run did: titles that went live or expired, and what was refused with its reason."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def done(self) -> int:
        return len(self.published) + len(self.expired)


def run_schedule() -> Outcome:
    """Publish what is due and take down what has expired."""
    outcome = Outcome()
    expired = Page.objects.filter(live=True, expire_at__lt=clock.now()).order_by("expire_at")
    for pk in list(expired.values_list("pk", flat=True)):
        _one_by_one(partial(_expire, pk, outcome), f"page {pk}", outcome)
    due = Revision.objects.filter(approved_go_live_at__lt=clock.now())
    for pk in list(due.order_by("approved_go_live_at").values_list("pk", flat=True)):
        _one_by_one(partial(_publish, pk, outcome), f"revision {pk}", outcome)
    return outcome


def _one_by_one(step: Callable[[], None], name: str, outcome: Outcome) -> None:
    try:
        with publishing():
            step()
    except ValidationError as refusal:
        reason = "; ".join(refusal.messages)
        logger.warning("Schedule: %s refused: %s", name, reason)
        outcome.refused.append((name, reason))
    except Exception as error:
        logger.exception("Schedule: %s failed", name)
        outcome.refused.append((name, repr(error)))


def _expire(pk: int, outcome: Outcome) -> None:
    page = (
        Page.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .filter(pk=pk, live=True, expire_at__lt=clock.now())
        .first()
    )
    if page is not None:
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        outcome.expired.append(page.title)


def _publish(pk: int, outcome: Outcome) -> None:
    """The page first, then its revision: the order in which everybody locks them (ADR 0006)."""
    due = Revision.objects.filter(pk=pk, approved_go_live_at__lt=clock.now())
    candidate = due.first()
    if candidate is None or not _lock(candidate):
        return
    revision = due.select_for_update(skip_locked=True, of=("self",)).first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")
        outcome.published.append(revision.object_str)


def _lock(revision: Revision) -> bool:
    """The page a revision is of; False while somebody else is at it, or when it is gone.

    What is no page has nothing to be locked first.
    """
    if not issubclass(revision.base_content_type.model_class() or Page, Page):
        return True
    pages = Page.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    return pages.filter(pk=revision.object_id).values_list("pk").first() is not None


def schedule_chore() -> int:
    """For the worker: how many pages changed state."""
    return run_schedule().done
