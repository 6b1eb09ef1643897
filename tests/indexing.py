"""Tasks of the suite: run at once, those that index a page once when it has been built.

Each step of a factory saves the page: its place in the tree, its first revision, its publication.
Every save has Wagtail index its words and its references, all but the last of them for nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task

# By name: they are declared with the backend they are declared for.
INDEXING = {
    "modelsearch.tasks.insert_or_update_object_task",
    "wagtail.tasks.update_reference_index_task",
}

# What is asked for while something is built; None where nothing is.
_waiting: dict[tuple[str, tuple[str, ...]], Task] | None = None


class AtOnce(ImmediateBackend):
    """`indexed_once` has the tasks that index wait, and carries out each one time."""

    def _execute_task(self, task_result: Any) -> None:
        task = task_result.task
        if _waiting is None or task.module_path not in INDEXING:
            super()._execute_task(task_result)
        else:
            _waiting[task.module_path, tuple(task_result.args)] = task


@contextmanager
def indexed_once() -> Iterator[None]:
    """Within another one it is that one's affair; what fails is rolled back, and not indexed."""
    global _waiting
    if _waiting is not None:
        yield
        return
    _waiting = {}
    try:
        yield
        asked = _waiting
    finally:
        _waiting = None
    for (_path, args), task in asked.items():
        task.enqueue(*args)
