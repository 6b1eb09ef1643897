"""The decision on an import that was submitted: all that still waits of it is public, page by page
on record of whoever decided.

What an editor or a reviewer has said of a page since wins: it is left out, and told. The worker
carries the decision out in batches; cut short, it goes on with what still waits.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks_db.backend import TaskResult as QueuedTask
from django_tasks_db.models import DBTaskResult
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.audit.recording import by_path, record
from cms.authoring import mapping as mappings
from cms.authoring.abandoned import ENDED
from cms.authoring.importing import BATCH
from cms.authoring.models import ImportedPage, ImportRun
from cms.authoring.operators import require_rights
from cms.authoring.runs import decided
from cms.authoring.waiting import publish_waiting
from cms.core import clock
from cms.core.batches import batches
from cms.core.database import UNAVAILABLE, insist, let_others_write
from cms.core.task_queue import stop_if_asked
from cms.publication.clearance import Authority
from cms.publication.locking import lock_pages
from cms.publication.page_writer import TreeNotReady, open_page_writer
from cms.publication.unit_of_work import publishing

logger = logging.getLogger(__name__)
State = ImportedPage.State


def is_under_way(run: ImportRun) -> bool:
    """Whether a worker carries its decision out, or will."""
    if run.decision_task is None:
        return False
    return DBTaskResult.objects.exclude(status__in=ENDED).filter(pk=run.decision_task).exists()


def may_decide(run: ImportRun, user: User) -> bool:
    try:
        _require_rights(run, user)
    except (PermissionDenied, mappings.UnknownMapping, TreeNotReady):
        return False
    return True


@transaction.atomic
def decide(*, run: ImportRun, user: User, reason: str, carry_out: Callable[[str], object]) -> None:
    """Decide what waits of a run. `carry_out` enqueues the work for a run's uid.

    Raises PermissionDenied, and ValidationError, keyed by field, where there is nothing to decide
    or no reason is given.
    """
    _require_rights(run, user)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state in ImportRun.ACTIVE:
        raise ValidationError(_("The import has not ended yet."), code="running")
    if is_under_way(run):
        raise ValidationError(_("Its decision is being carried out."), code="under_way")
    if not reason.strip():
        told = ValidationError(_("Say why it needs no review."), code="required")
        raise ValidationError({"reason": told})
    waits = run.pages.filter(state=State.WAITING).count()
    if not waits:
        raise ValidationError(_("Nothing waits for a decision."), code="nothing")
    run.decided_by, run.decided_at, run.decision_reason = user, clock.now(), reason.strip()
    queued = carry_out(str(run.uid))
    if isinstance(queued, QueuedTask):
        run.decision_task = queued.db_result.pk
    run.save(
        update_fields=["decided_by", "decided_at", "decision_reason", "decision_task", "updated_at"]
    )
    record(
        act="import_decided",
        actor=user,
        title=str(run),
        data={"run": str(run.uid), "source": run.source, "pages": waits},
        public_text=run.decision_reason,
    )


def carry_out(run: ImportRun) -> None:
    """Publish what waits, in batches, each on its own. Raises what `stop_if_asked` does, a
    database error when trying again did not help, and TreeNotReady: the task is taken up again.

    Who has lost the right to decide since decides nothing: the decision is taken back, and told.
    So it is where nobody knows the import's mapping any more.
    """
    user = run.decided_by
    try:
        if user is None:
            raise PermissionDenied
        _require_rights(run, user)
    except PermissionDenied:
        told = _(
            "Who had decided it may no longer decide imports: nothing more of it was published."
        )
        _take_back(run, told)
        return
    except mappings.UnknownMapping:
        told = _("Its mapping “%(name)s” is not known any more: nothing more of it was published.")
        _take_back(run, told % {"name": run.mapping})
        return
    authority = decided(run.uid, run.source, run.decision_reason)
    deciding = _Deciding(user, replace(authority, actor=user))
    waiting = run.pages.filter(state=State.WAITING).values_list("pk", flat=True)
    with override(UserProfile.get_for_user(user).get_preferred_language()):
        for some in batches(list(waiting), BATCH):
            deciding.batch(some)
            let_others_write()
            stop_if_asked()


class _Deciding:
    """Publishes rows of what waits, on one person's word."""

    def __init__(self, user: User, authority: Authority) -> None:
        self.user, self.authority = user, authority

    def batch(self, row_ids: list[int]) -> None:
        """All in one transaction; if it fails as a whole, one by one to find the culprit."""
        try:
            insist(lambda: self._commit(row_ids))
            return
        except UNAVAILABLE:
            raise
        except Exception:
            logger.warning("A batch failed; its pages are tried one by one", exc_info=True)
        for row_id in row_ids:
            self._alone(row_id)

    def _alone(self, row_id: int) -> None:
        try:
            insist(lambda: self._commit([row_id]))
        except UNAVAILABLE:
            raise
        except Exception:
            logger.exception("An imported page (%s) could not be published", row_id)
            _leave_out(row_id, _("It could not be made public."))

    def _commit(self, row_ids: list[int]) -> None:
        with by_path(Decision.Path.IMPORT), publishing():
            rows = list(ImportedPage.objects.filter(pk__in=row_ids, state=State.WAITING))
            lock_pages([row.page_id for row in rows])
            for row in rows:
                with _told(row):
                    publish_waiting(
                        row.page_id, row.digest, user=self.user, authority=self.authority
                    )


@contextmanager
def _told(row: ImportedPage) -> Iterator[None]:
    """Nothing of a page stays that cannot be published, but why."""
    try:
        with transaction.atomic():
            yield
    except ValidationError as refusal:
        _leave_out(row.pk, " ".join(refusal.messages))


def _leave_out(row_id: int, reason: str) -> None:
    rows = ImportedPage.objects.filter(pk=row_id, state=State.WAITING)
    rows.update(state=State.LEFT_OUT, reason=reason)


def _require_rights(run: ImportRun, user: User) -> None:
    writer = open_page_writer(mappings.load(run.mapping).locale)
    require_rights(user, writer, publish=True)


def _take_back(run: ImportRun, told: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        decided_by=None, decided_at=None, decision_task=None, problem=told
    )
