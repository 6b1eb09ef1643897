"""`manage.py seed_demo`: the demo's content, published as people would publish it."""

import time
from itertools import count
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cms.demo.seeding.steps import page_count, seed
from cms.publication.models import Change, PublishedDocument

TITLE_WIDTH = 44
# Where nothing can be written over, a line now and then.
QUIET_STEPS = 50


class Command(BaseCommand):
    help = "Fill the portal with demo content in three languages. Run again, it changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        started, before = time.monotonic(), Change.objects.count()
        console = Console(file=self.stdout)  # type: ignore[arg-type]
        columns = (
            TextColumn("Filling the portal"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[page]}"),
        )
        with Progress(*columns, console=console, disable=not self.stdout.isatty()) as progress:
            total = page_count()
            task = progress.add_task("", total=total, page="")
            steps = count(1)

            def tell(title: str) -> None:
                progress.update(task, advance=1, page=title[:TITLE_WIDTH])
                step = next(steps)
                if progress.disable and step % QUIET_STEPS == 0:
                    self.stdout.write(f"Filling the portal  {step:3}/{total}  {title}")

            seed(tell)
            progress.update(task, page="", completed=total)
        self.stdout.write(
            f"{PublishedDocument.objects.count()} documents are public"
            f" ({Change.objects.count() - before} changes, {time.monotonic() - started:.0f} s)."
        )
