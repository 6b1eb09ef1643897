"""Many due at once: how soon all of them are live.

    python -m benchmarks.schedule items COUNT [--workers 2]     each by itself, through the worker
    python -m benchmarks.schedule release COUNT                 together, in one transaction

Prints JSON. The database named by DATABASE_URL holds at least COUNT items (`python -m
benchmarks.seed`) and is changed: give it a copy. Their content is cleared as a decided import is.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from wagtail.models import Page, Revision  # noqa: E402

from cms.core import clock  # noqa: E402
from cms.editorial.releases import services  # noqa: E402
from cms.publication.clearance import Authority  # noqa: E402
from cms.publication.models import Change, Clearance, KeptMoment  # noqa: E402
from cms.publication.punctuality import lateness  # noqa: E402
from cms.publication.unit_of_work import publishing  # noqa: E402
from content_pages.models import ItemPage  # noqa: E402

DECIDED = Authority(Clearance.Kind.IMPORTED, "import_decided", None, {"source": "benchmark"})
# What workers need to start, before everything is due at once.
UNTIL_DUE = timedelta(seconds=20)
PATIENCE = 900.0  # seconds
LOOKS = 0.25  # seconds between two looks at how far it is


def prepare(count: int) -> list[Revision]:
    """A cleared draft with another text of so many items, the first there are."""
    items = list(ItemPage.objects.order_by("pk")[:count])
    assert len(items) == count, f"there are {len(items)} items only"
    drafts = []
    for item in items:
        with publishing():
            item.practical_notes = f"{time.monotonic_ns()}"
            revision = item.save_revision()
            DECIDED.clear(item, revision=revision)
            drafts.append(revision)
    return drafts


def one_by_one(count: int, workers: int) -> dict[str, Any]:
    """Seconds from the moment all are due until the last is live, and how late each was."""
    drafts = prepare(count)
    due = clock.now() + UNTIL_DUE
    Revision.objects.filter(pk__in=[one.pk for one in drafts]).update(approved_go_live_at=due)
    before = Change.objects.count()
    started = [subprocess.Popen([sys.executable, "manage.py", "worker"]) for _ in range(workers)]
    try:
        _wait_for(drafts, due)
        seconds = (clock.now() - due).total_seconds()
    finally:
        for worker in started:
            worker.terminate()
            worker.wait()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    late = lateness(KeptMoment.objects.filter(what=KeptMoment.What.GO_LIVE, due_at=due))
    assert late.count == count, f"{late.count} went live of {count}: each once"
    assert Change.objects.count() >= before + count
    return {
        "items": count,
        "workers": workers,
        "seconds": round(seconds, 1),
        "processor_seconds": round(spent.ru_utime + spent.ru_stime, 1),
        "late_median": late.median,
        "late_p95": late.p95,
        "late_worst": late.worst,
    }


def _wait_for(drafts: list[Revision], due: Any) -> None:
    waiting = Revision.objects.filter(pk__in=[one.pk for one in drafts], approved_go_live_at=due)
    deadline = time.monotonic() + PATIENCE
    while waiting.exists():
        assert time.monotonic() < deadline, f"{waiting.count()} are not live"
        time.sleep(LOOKS)


def together(count: int) -> dict[str, Any]:
    """Seconds, statements and memory of one release; and of its rollback."""
    drafts = prepare(count)
    user = get_user_model().objects.create_superuser("benchmark", password=None)
    pages = Page.objects.filter(pk__in=[int(one.object_id) for one in drafts])
    release = services.create(title="Benchmark", user=user, pages=list(pages))
    del drafts
    told: dict[str, Any] = {"pages": count, "memory_before_mb": _memory()}
    for name, step in (("publish", services.publish), ("roll_back", services.roll_back)):
        told |= {f"{name}_{what}": value for what, value in _timed(step, release, user).items()}
    live = Page.objects.filter(pk__in=[page.pk for page in pages], live=True).count()
    assert live == sum(1 for member in release.members.all() if member.was_live)
    return told


def _timed(step: Any, release: Any, user: Any) -> dict[str, Any]:
    statements = 0

    def counting(execute: Any, *arguments: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*arguments)

    begun, spent = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counting):
        step(release=release, user=user)
    return {
        "seconds": round(time.perf_counter() - begun, 1),
        "processor_seconds": round(time.process_time() - spent, 1),
        "statements": statements,
        "memory_mb": _memory(),
    }


def _memory() -> int:
    """The most this process has taken so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["items", "release"])
    parser.add_argument("count", type=int)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if options.what == "items":
        print(json.dumps(one_by_one(options.count, options.workers)))
    else:
        print(json.dumps(together(options.count)))


if __name__ == "__main__":
    main()
