"""`manage.py demo`: from an empty folder to a filled, served CMS, web and worker together."""

import io
import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import override

from cms.accounts.roles import table
from cms.demo.accounts import DEMO_ACCOUNTS
from cms.demo.processes import APPLICATION, WEB_SERVER, Processes, free_port
from cms.demo.tokens import DEMO_TOKENS
from cms.publication.models import PublishedDocument

HOST = "127.0.0.1"
QUIET_STEPS = 50
MANAGE = str(Path(settings.BASE_DIR) / "manage.py")


class _Counted(io.StringIO):
    """Turns migrate's log into one line that counts."""

    def __init__(self, total: int, show: Callable[[str, int], None]) -> None:
        super().__init__()
        self.total, self.show, self.done = total, show, 0

    def write(self, text: str) -> int:
        if "Applying " in text:
            self.done += 1
            name = text.split("Applying ")[1].split("...")[0].strip()
            self.show(f"Preparing the database  {self.done:3}/{self.total}  {name}", self.done)
        return len(text)


class Command(BaseCommand):
    help = "Migrate, seed if empty, then serve the site and its worker until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port",
            type=int,
            default=int(os.environ.get("PORT") or 8000),
            help="wanted port; the next free one is taken when it is busy (default: PORT or 8000)",
        )
        parser.add_argument("--no-serve", action="store_true", help="migrate and seed, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._run_all(options["port"], options["no_serve"])
        except KeyboardInterrupt:
            self.stderr.write("\nInterrupted. Run it again: it goes on where it was.")

    def _run_all(self, port: int, no_serve: bool) -> None:
        wanted, port = port, free_port(port)
        if port != wanted:
            self.stdout.write(f"Port {wanted} is taken; using {port}.")
        base_url = os.environ.get("PUBLIC_BASE_URL") or f"http://{HOST}:{port}"
        environment = os.environ | {
            "PUBLIC_BASE_URL": base_url,
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "PYTHONUNBUFFERED": "1",
        }
        self._migrate()
        call_command("keep_rights", stdout=io.StringIO())
        self._fill(environment, base_url)
        if no_serve:
            return
        connections.close_all()
        code = self._serve(port, base_url, environment)
        if code:
            raise CommandError("The demo stopped because a part of it died.", returncode=code)

    def _show(self, line: str, step: int) -> None:
        """Written over on a terminal; elsewhere a line now and then."""
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{line}", ending="")
            self.stdout.flush()
        elif step % QUIET_STEPS == 0:
            self.stdout.write(line)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return
        self.stdout.write(f"Preparing the database: {len(plan)} steps, about a minute.")
        call_command("migrate", interactive=False, stdout=_Counted(len(plan), self._show))
        if self.stdout.isatty():
            self.stdout.write("")

    def _fill(self, environment: dict[str, str], base_url: str) -> None:
        """Seeds an empty catalogue; rebuilds published copies when the site's address moved."""
        memory = Path(settings.VAR_DIR) / "demo.json"
        known = json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else {}
        if not PublishedDocument.objects.exists() or not known.get("seeded"):
            self._run(["seed_demo"], environment)
        elif known.get("base_url") != base_url:
            self.stdout.write(f"The address is now {base_url}; rebuilding published copies.")
            self._run(["reconcile", "--repair"], environment, stdout=subprocess.DEVNULL)
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps({"seeded": True, "base_url": base_url}), encoding="utf-8")

    def _run(
        self, command: list[str], environment: dict[str, str], stdout: int | None = None
    ) -> None:
        """In a process of its own, since the address is a setting; raises CommandError."""
        code = subprocess.run(
            [sys.executable, MANAGE, *command], env=environment, stdout=stdout, check=False
        ).returncode
        if code:
            raise CommandError(f"manage.py {' '.join(command)} failed.", returncode=code)

    def _serve(self, port: int, base_url: str, environment: dict[str, str]) -> int:
        granian = Path(sys.executable).with_name("granian")
        web = [str(granian), *WEB_SERVER, "--host", HOST, "--port", str(port)]
        processes = Processes(
            commands={
                "web": [*web, "--log-level", "warning", APPLICATION],
                "worker": [sys.executable, MANAGE, "worker"],
            },
            environment=environment,
            say=lambda line: self.stderr.write(line),
        )
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        self.stdout.write("Starting web and worker …")
        return processes.run(
            ready=lambda: _answers(f"http://{HOST}:{port}/livez"),
            on_ready=lambda: self._announce(base_url),
        )

    # What a command prints is English, whichever language the site speaks.
    @override("en")
    def _announce(self, base_url: str) -> None:
        width = max(len(one.username) for one in DEMO_ACCOUNTS)
        secret = max(len(one.password) for one in DEMO_ACCOUNTS)
        width_of_tokens = max(len(one.token) for one in DEMO_TOKENS)
        lines = [
            "",
            "Coulisses is running. Ctrl-C stops it; what you change is kept.",
            "`make demo-reset` (with the same VAR_DIR) forgets it.",
            "",
            f"  Site       {base_url}/",
            f"  Admin      {base_url}/admin/",
            f"  API        {base_url}/api/v1/",
            f"  API docs   {base_url}/api/v1/docs",
            f"  Mail       {_mail_goes_to()}",
            f"  Try        curl '{base_url}/api/v1/items?locale=ru&limit=3'",
            "",
            "  Sign in as:",
            *(
                f"    {one.username:{width}}  {one.password:{secret}}  {one.told}"
                for one in DEMO_ACCOUNTS
            ),
            "",
            "  Write over the API (docs/authoring-api.md), with Authorization: Bearer",
            *(f"    {one.token:{width_of_tokens}}  {one.told}" for one in DEMO_TOKENS),
            "",
            "  Who does what (docs/roles.md):",
            *(f"    {line}" for line in table()),
            "",
        ]
        self.stdout.write("\n".join(lines))


def _mail_goes_to() -> str:
    """A folder, unless the environment names a server."""
    to_folder = settings.MAIL_DELIVERY == "cms.core.mail.Folder"
    return f"{settings.MAIL_FOLDER}/" if to_folder else f"{settings.EMAIL_HOST}"


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:  # noqa: S310 - our own loopback address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
