"""Tasks for tests: what they did stands in a file, so that another process can see it."""

import time
from pathlib import Path

from django.contrib.auth.models import Group
from django_tasks import task

from cms.core.task_queue import stop_if_asked


@task()
def note(file: str, words: str) -> None:
    """Append a line."""
    with Path(file).open("a", encoding="utf-8") as stream:
        stream.write(words + "\n")


@task()
def linger(file: str, flag: str) -> None:
    """Say that it began, and end once the flag is there."""
    note.call(file, "began")
    while not Path(flag).exists():
        time.sleep(0.05)
    note.call(file, "ended")


@task(queue_name="long")
def linger_politely(file: str) -> None:
    """Say that it began, and go on until the worker is to stop."""
    note.call(file, "began")
    while True:
        stop_if_asked()
        time.sleep(0.05)


@task()
def stumble(file: str) -> None:
    note.call(file, "stumbled")
    raise ValueError("a stone")


@task()
def add_group(name: str) -> None:
    """Write to the database."""
    Group.objects.create(name=name)
