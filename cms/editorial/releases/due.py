"""Releases whose moment has come: each in a transaction of its own, exactly once, set aside with
its error and tried again ever more rarely when it fails, as pages are (`cms.editorial.scheduling`).
"""

import logging

from django.db import transaction

from cms.audit.models import Decision
from cms.audit.recording import by_path
from cms.core.database import insist
from cms.editorial.models.releases import WAITING_FOR_MOMENT, Release
from cms.editorial.releases import selectors
from cms.editorial.releases.blocking import dry_run, require_open
from cms.editorial.releases.going_live import go_live
from cms.editorial.releases.holding import held, is_free
from cms.publication import punctuality
from cms.publication.unit_of_work import publishing

logger = logging.getLogger(__name__)
# Seconds before a publication that met a deadlock or a lock is tried again, at once.
WAITS = (0.2, 1.0)


def run_releases() -> int:
    """A turn of the worker: of those that nobody is at, the release that is due longest; returns
    how many were tried."""
    return int(any(_try(release) is not None for release in selectors.to_try()))


def run_all_releases() -> "tuple[list[str], list[tuple[str, str]]]":
    """Everything that is due: titles that went live, and what was refused with its reason."""
    published, refused = [], []
    for release in list(selectors.to_try()):
        told = _try(release)
        if told == "":
            published.append(release.title)
        elif told is not None:
            refused.append((f"release {release.pk}", told))
    return published, refused


def _try(release: Release) -> str | None:
    """What it was refused for, nothing if it went live, None where another is at it."""
    try:
        done = insist(lambda: _publish_due(release), waits=WAITS)
    except Exception as error:
        logger.warning("Release %s did not go live", release.pk, exc_info=error)
        failure = error  # which Python forgets at the end of the block
        return insist(lambda: _set_aside(release, failure), waits=WAITS)
    return "" if done else None


def _publish_due(release: Release) -> bool:
    with publishing(), by_path(Decision.Path.SCHEDULE):
        if not is_free(release):
            return False
        release = held(release)
        if not selectors.to_try().filter(pk=release.pk).exists():
            return False
        due = release.go_live_at
        assert due is not None
        candidates = dry_run(release, release.scheduled_by, foreseen=True)
        require_open(candidates)
        go_live(release, candidates, release.scheduled_by)
        punctuality.note(punctuality.What.RELEASE, [(release.pk, release.title, due)])
        return True


@transaction.atomic
def _set_aside(release: Release, error: BaseException) -> str:
    """Note that it failed, and when it is tried again; returns what is told of it.

    In a transaction after the failed one; what somebody has decided about it meanwhile stands.
    """
    row = Release.objects.select_for_update(no_key=True).get(pk=release.pk)
    row.note_failure(error)
    if row.status in WAITING_FOR_MOMENT and row.go_live_at == release.go_live_at:
        row.status = Release.Status.FAILED
        row.save()
    return row.error
