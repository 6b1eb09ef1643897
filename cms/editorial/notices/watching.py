"""What time alone tells: half of it is up, a review is overdue, a page expires soon."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page

from cms.core import clock, periodic_jobs
from cms.editorial.models.submissions import Submission
from cms.editorial.notices import telling
from cms.editorial.workflow.assigning import note_lapsed
from cms.notifications.addresses import absolute
from cms.notifications.models import Message
from cms.notifications.outbox import notify
from cms.publication.models import PublishedDocument

logger = logging.getLogger(__name__)
AT_ONCE = 50
ENDS_AT_ONCE = 500
# How long before its end whoever made a page hears of it.
SOON = timedelta(days=14)


def register_jobs() -> None:
    periodic_jobs.register("reminders", remind_and_escalate, every=60)
    periodic_jobs.register("holds that lapse", note_lapsed, every=60)
    periodic_jobs.register("ends that near", tell_what_expires, every=3600)


def remind_and_escalate() -> int:
    """Each is told once per submission; two workers tell it once. Returns how many were."""
    now = clock.now()
    waiting = Submission.objects.waiting()
    reminded = _each(
        waiting.filter(remind_at__lte=now, reminded_at=None, due_at__gt=now),
        "reminded_at",
        telling.told_reminder,
    )
    escalated = _each(
        waiting.filter(due_at__lte=now, escalated_at=None), "escalated_at", telling.told_overdue
    )
    return reminded + escalated


def _each(rows: Any, noted: str, tell: Callable[[Submission], None]) -> int:
    def tell_one(pk: int) -> int:
        submission = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
        if submission is None:
            return 0
        setattr(submission, noted, clock.now())
        submission.save(update_fields=[noted])
        tell(submission)
        return 1

    keys = list(rows.order_by("due_at", "pk").values_list("pk", flat=True))
    return _one_by_one(tell_one, keys, AT_ONCE)


def _one_by_one(tell: Callable[[Any], int], things: Iterable[Any], most: int) -> int:
    """Each in a transaction of its own; one that fails keeps nothing behind it from being told."""
    told = 0
    for one in things:
        if told >= most:
            break
        try:
            with transaction.atomic():
                told += tell(one)
        except Exception:
            logger.exception("Nobody could be told of %s", one)
    return told


def tell_what_expires() -> int:
    """Whoever made a page hears once of each end that nears. Returns how many mails that is.

    An end that is moved is another: its mail is of a series of its own. What nobody is to be told
    of takes nobody's turn.
    """
    now = clock.now()
    ends = _ends(now)
    known = set(
        Message.objects.filter(event="expiring").values_list("series", flat=True).distinct()
    )
    untold = [(page, end) for page, end in ends.items() if _series(page, end) not in known]
    return _one_by_one(_tell_of_its_end, untold, ENDS_AT_ONCE)


def _tell_of_its_end(near: tuple[Page, datetime]) -> int:
    page, end = near
    return notify(
        event="expiring",
        to=telling.owners(page),
        context={
            "title": page.title,
            "until": end,
            "link": absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
        },
        series=_series(page, end),
        locale=page.locale.language_code,
    )


def _ends(now: datetime) -> dict[Page, datetime]:
    """What ends soon, by its own date or with the last window of its rights; the first of the two,
    the earliest first."""
    soon = (now, now + SOON)
    closing = PublishedDocument.objects.filter(public_until__range=soon)
    windows = dict(closing.values_list("page_id", "public_until"))
    ending = Q(expire_at__range=soon) | Q(pk__in=closing.values("page_id"))
    near = Page.objects.filter(ending, live=True).select_related("locale")
    ends = {page: min(_moments(page.expire_at, windows.get(page.pk))) for page in near}
    return dict(sorted(ends.items(), key=lambda row: (row[1], row[0].pk)))


def _moments(*ends: datetime | None) -> list[datetime]:
    return [one for one in ends if one is not None]


def _series(page: Page, end: datetime) -> str:
    return f"page:{page.pk}:until:{end:%Y%m%d%H%M}"
