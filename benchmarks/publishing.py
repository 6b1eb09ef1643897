"""One publish, ours and stock, on the same pages of the same database, in turn.

    python -m benchmarks.publishing PAIRS [--by-origin]

Prints JSON. The database is changed: give it a copy. `--by-origin` adds who asked for which
statements in one publish of ours.
"""

import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from inspect import getattr_static
from itertools import product
from pathlib import Path
from random import Random
from statistics import median, quantiles
from types import FunctionType
from typing import Any
from unittest import mock

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models.signals import post_delete, post_save  # noqa: E402
from django.test import override_settings  # noqa: E402
from wagtail.models import Page, PageLogEntry  # noqa: E402
from wagtail.signals import (  # noqa: E402
    page_published,
    page_unpublished,
    post_page_move,
    pre_page_move,
)

from cms.core.models import BasePage  # noqa: E402
from cms.publication import signals  # noqa: E402
from cms.publication.documents import page_types  # noqa: E402
from cms.publication.models import PublishedDocument  # noqa: E402
from cms.publication.pages import PublishedPage  # noqa: E402
from content_pages.models import ItemPage  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
# Not counted: nobody waits for the first.
WARM = 2
# https://docs.djangoproject.com/en/stable/topics/tasks/: what a new Wagtail project gets.
IMMEDIATE = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
}


@contextmanager
def stock() -> Iterator[None]:
    """The same page type in a Wagtail project that knows nothing of published copies.

    Its methods are Wagtail's own and our listeners are silent; tasks run when they are enqueued, as
    without a worker.
    """
    with ExitStack() as stack:
        stack.enter_context(override_settings(TASKS=IMMEDIATE))
        for model, name in product((PublishedPage, BasePage), dir(Page)):
            if isinstance(vars(model).get(name), (FunctionType, classmethod)):
                stack.enter_context(mock.patch.object(model, name, getattr_static(Page, name)))
        stack.callback(signals.connect)
        for model in (Page, *page_types.models()):
            post_save.disconnect(sender=model, dispatch_uid=f"published-copy-{model}")
        post_delete.disconnect(signals.page_deleted, sender=Page)
        page_published.disconnect(signals.page_went_live)
        page_unpublished.disconnect(signals.page_went_out)
        pre_page_move.disconnect(signals.page_moves)
        post_page_move.disconnect(signals.page_moved)
        yield


@contextmanager
def ours() -> Iterator[None]:
    """As shipped."""
    yield


def editor() -> Any:
    """Who may publish; nothing of the seeded catalogue is under a workflow."""
    people = get_user_model()._default_manager
    return people.filter(username="editor").first() or people.create_superuser("editor")


def publish(page_id: int, user: Any) -> None:
    """What the editor's button does: the draft is saved, its revision goes live."""
    page = ItemPage.objects.get(pk=page_id)
    page.practical_notes = f"{time.monotonic_ns()}"
    page.save_revision(user=user).publish(user=user)


def compare(pairs: int) -> dict[str, Any]:
    """Times in milliseconds and statements of both; raises where a publish left no trace."""
    rng, user = Random("publishing"), editor()
    ids = list(ItemPage.objects.order_by("pk").values_list("pk", flat=True))
    drawn = rng.sample(ids, min(len(ids), pairs + WARM))
    found: dict[str, list[float]] = {"ours": [], "stock": []}
    statements = {"ours": Counter[int](), "stock": Counter[int]()}
    for number, page_id in enumerate(drawn):
        order = [("ours", ours), ("stock", stock)]
        for name, mode in order if number % 2 else reversed(order):
            elapsed, count = _timed(mode, page_id, user)
            if number >= WARM:
                found[name].append(elapsed)
                statements[name][count] += 1
    _check(drawn, user)
    return {
        name: {
            "median_ms": round(median(times), 1),
            "p95_ms": round(quantiles(times, n=20)[-1], 1),
            "statements": statements[name].most_common(1)[0][0],
        }
        for name, times in found.items()
    } | {
        "ratio": round(
            median(a / b for a, b in zip(found["ours"], found["stock"], strict=True)), 2
        ),
        "pairs": len(found["ours"]),
    }


def _timed(mode: Callable[[], Any], page_id: int, user: Any) -> tuple[float, int]:
    count = 0

    def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with mode(), connection.execute_wrapper(counting):
        begun = time.perf_counter()
        publish(page_id, user)
        return (time.perf_counter() - begun) * 1000, count


def _check(page_ids: list[int], user: Any) -> None:
    """Both ways publish; ours leaves a copy that says what the page says."""
    for page_id in page_ids:
        page = ItemPage.objects.get(pk=page_id)
        assert page.live
        assert not page.has_unpublished_changes
        assert PageLogEntry.objects.filter(page=page_id, action="wagtail.publish").count() == 2
    last = page_ids[-1]
    publish(last, user)
    detail = PublishedDocument.objects.get(page_id=last).body.detail
    notes = ItemPage.objects.get(pk=last).practical_notes
    assert notes.encode() in bytes(detail)


def by_origin(page_id: int) -> list[str]:
    """Every statement of one publish of ours: the innermost frames of the project, and the SQL."""
    lines: list[str] = []
    user = editor()

    def noting(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        frames = [
            f"{Path(frame.filename).stem}:{frame.name}"
            for frame in traceback.extract_stack()[:-1]
            if any(f"/{name}/" in frame.filename for name in ("cms", "content_pages", "wagtail"))
            and "benchmarks" not in frame.filename
        ]
        lines.append(f"{' > '.join(frames[-4:])}\n      {sql[:150]}")
        return execute(sql, *arguments)

    publish(page_id, user)
    with connection.execute_wrapper(noting):
        publish(page_id, user)
    return lines


if __name__ == "__main__":
    if "--by-origin" in sys.argv:
        some = ItemPage.objects.order_by("pk")[int(sys.argv[1])]
        print("\n".join(f"{n:3} {line}" for n, line in enumerate(by_origin(some.pk), 1)))
    else:
        print(json.dumps(compare(int(sys.argv[1]))))
