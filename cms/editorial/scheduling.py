"""Scheduled publishing and expiry: item by item, exactly once, whoever else is at it.

Wagtail's own command runs through one list in one go, so that a page which cannot go live keeps
all those after it from going live too. Here each has a transaction of its own; what fails is set
aside with its error, told in a report, and tried again ever more rarely.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.audit.recording import by_path, record
from cms.core.database import insist
from cms.editorial.facts import facts_of
from cms.editorial.notices import telling
from cms.publication import punctuality
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.pages import PublishedPage
from cms.publication.schedules import EXPIRIES, GO_LIVES, Schedule, forget_the_settled
from cms.publication.unit_of_work import publishing

logger = logging.getLogger(__name__)

# How many go live, and how many expire, before the worker's other periodic jobs have their turn.
TURN = 25
# Seconds before a publication that met a deadlock or a lock is tried again, at once.
WAITS = (0.2, 1.0)


@dataclass
class Outcome:
    """What a run did: titles that went live or expired, and what was refused with its reason."""

    published: list[str] = field(default_factory=list)
    expired: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def tried(self) -> int:
        return len(self.published) + len(self.expired) + len(self.refused)


def take_turn(outcome: Outcome | None = None) -> Outcome:
    """A turn: publish some of what is due and take down some of what has expired.

    What another is at is left to it. Raises a database error when what failed cannot even be
    written down.
    """
    outcome = outcome or Outcome()
    forget_the_settled()
    for pk, at in EXPIRIES.next_turns(TURN):
        _one(EXPIRIES, _expire, pk, at, outcome.expired, outcome)
    for pk, at in GO_LIVES.next_turns(TURN):
        _one(GO_LIVES, _publish, pk, at, outcome.published, outcome)
    return outcome


def run_whole_schedule() -> Outcome:
    """Turn after turn, until one finds nothing that this process could do."""
    outcome, tried = Outcome(), -1
    while outcome.tried > tried:
        tried = outcome.tried
        take_turn(outcome)
    return outcome


def run_schedule() -> int:
    """For the worker: how many were tried."""
    return take_turn().tried


def _one(
    schedule: Schedule,
    step: Callable[[int], Model | None],
    pk: int,
    at: datetime,
    done: list[str],
    outcome: Outcome,
) -> None:
    """Try one; its title is added to `done` once it is committed."""
    name = f"{schedule.model._meta.model_name} {pk}"
    try:
        title = insist(lambda: _in_one_go(schedule, step, pk, at), waits=WAITS)
    except Exception as error:
        if isinstance(error, ValidationError):
            logger.warning("Schedule: %s refused: %s", name, "; ".join(error.messages))
        else:
            logger.exception("Schedule: %s failed", name)
        failure = error  # which Python forgets at the end of the block
        told = insist(lambda: schedule.set_aside(pk, at, failure), waits=WAITS)
        outcome.refused.append((name, told))
    else:
        if title is not None:
            done.append(title)


def _in_one_go(
    schedule: Schedule, step: Callable[[int], Model | None], pk: int, at: datetime
) -> str | None:
    """The whole of one: what it changes, its row in the audit log, how late it was."""
    with publishing(), by_path(Decision.Path.SCHEDULE):
        done = step(pk)
        if done is None:
            return None
        schedule.forget(pk)
        title = str(done)
        punctuality.note(schedule.what, [(done.pk, title, at)])
        return title


def _expire(pk: int) -> Page | None:
    """Take a page down; None where another is at it or it is no longer due."""
    due = EXPIRIES.to_try().filter(pk=pk)
    locked = due.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
    if locked is None:
        return None
    page = locked.specific
    was_public = page.live_revision_id
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    _note("expired", page, was_public, page.expire_at, content_digest(page))
    telling.told_down(page)
    return page


def _publish(pk: int) -> Model | None:
    """Publish a revision; None where another is at it or it is no longer due.

    The page first, then its revision: the order in which everybody locks them (ADR 0006).
    """
    due = GO_LIVES.to_try().filter(pk=pk)
    candidate = due.first()
    if candidate is None or not _lock(candidate):
        return None
    revision = due.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
    if revision is None:
        return None
    at = revision.approved_go_live_at
    revision.publish(log_action="wagtail.publish.scheduled")
    content: Model = revision.content_object
    if isinstance(content, PublishedPage):
        digest = content.published_digest
        _note("published", content, revision.pk, at, digest, title=revision.object_str)
        telling.told_live(content)
    else:
        title = revision.object_str
        record(act="published", actor=None, revision=revision, title=title, data={"due": at})
    return content


def _note(
    act: str,
    page: Page,
    revision_id: int | None,
    due: datetime | None,
    digest: str,
    title: str = "",
) -> None:
    record(
        act=act,
        actor=None,
        page=page,
        revision=revision_id,
        digest=digest,
        institution_id=facts_of(page).institution_id,
        data={"due": due},
        title=title,
    )


def _lock(revision: Revision) -> bool:
    """The page a revision is of; False while somebody else is at it.

    What is no page, or of a page that is gone, has nothing to be locked first. With a new address
    the pages below are written too: all of them are waited for together, in their order.
    """
    base = ContentType.objects.get_for_id(revision.base_content_type_id)
    if not issubclass(base.model_class() or Page, Page):
        return True
    pages = Page.objects.filter(pk=revision.object_id)
    if pages.filter(numchild__gt=0).exclude(slug=revision.content.get("slug")).exists():
        lock_pages(trees=[int(revision.object_id)])
    locked = pages.select_for_update(skip_locked=True, no_key=True, of=("self",))
    return locked.values_list("pk").first() is not None or not pages.exists()
