"""`manage.py worker`: background tasks, schedules, windows and rebuilding, in one process."""

import logging
import time
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils.translation import gettext as _
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.core.chores import do_due_chores, make_all_due

TASKS_PER_ROUND = 50
PAUSE = 0.5  # seconds

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do background work until stopped: tasks, schedules, rights windows, rebuilding."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when nothing is left to do.")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=TASKS_PER_ROUND,
            worker_id=uuid.uuid4().hex,
            excluded_queue_names=[],
        )
        worker.configure_signals()
        make_all_due()
        self.stdout.write(_("The worker is ready."))
        while worker.running:
            close_old_connections()
            done = self._round(worker)
            if options["once"] and not done:
                return
            if not done:
                time.sleep(PAUSE)

    def _round(self, worker: Worker) -> int:
        done = do_due_chores(time.monotonic())
        if DBTaskResult.objects.ready().exists():
            worker._run_tasks = 0
            worker.run()
            done += worker._run_tasks
        return done
