"""`manage.py worker`: background tasks, schedules, windows and rebuilding, in one process."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.core.task_queue import asked_to_stop
from cms.core.worker import LoopEnded, Worker

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Command(BaseCommand):
    help = "Do background work until stopped: tasks, schedules, rights windows, rebuilding."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when nothing is left to do.")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        if options["once"]:
            self.stdout.write(_("The worker is ready."))
            worker.run_once()
            return
        for number in STOP_SIGNALS:
            signal.signal(number, self._stop)
        try:
            worker.run(on_ready=lambda: self._say(_("The worker is ready.")))
        except LoopEnded as error:
            raise CommandError(str(error)) from None
        self._say(_("The worker has stopped."))

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """The first signal asks; a second one ends the process at once."""
        asked_to_stop.set()
        for one in STOP_SIGNALS:
            signal.signal(one, signal.SIG_DFL)
