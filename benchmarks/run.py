"""The whole run: `python -m benchmarks.run` (see `make bench`).

Databases are seeded first, both kinds at once; everything that is timed runs alone.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks import report
from benchmarks.databases import Postgres, Server, Sqlite
from benchmarks.folders import HOME, ROOT, SHIPPED, environment
from benchmarks.load import need_wrk
from benchmarks.reading import measure

PUBLISHED = "bench_publishing"


def main() -> int:
    options = _options()
    HOME.mkdir(parents=True, exist_ok=True)
    need_wrk()
    started = time.monotonic()
    servers: list[Server] = []
    if "postgres" in options.databases:
        servers.append(Postgres())
    if "sqlite" in options.databases:
        servers.append(Sqlite())
    try:
        names = _seed(servers, options.items)
        found = {}
        for server in servers:
            print(f"{server.label}: checking answers, then measuring", flush=True)
            found[server.label] = measure(
                server, names[server.label], options.seconds, options.rounds
            )
            _keep(options.items, found)
            print(f"{server.label}: publishing", flush=True)
            small = names[server.label]["small"]
            found[server.label]["publishing"] = _publishing(server, small, options.pairs)
    finally:
        for server in servers:
            if isinstance(server, Postgres):
                server.stop()
    _tell(options.items, found)
    print(f"{time.monotonic() - started:.0f} s in all; load average {os.getloadavg()[0]:.1f}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000, help="each in three languages")
    parser.add_argument("--seconds", type=int, default=4, help="of each burst of load")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=60, help="publishes of each kind")
    parser.add_argument("--databases", nargs="+", default=["postgres", "sqlite"])
    options = parser.parse_args()
    if options.items < 300:
        parser.error("--items: 300 at least, so that a tenth of them fills a page")
    return options


def _seed(servers: list[Server], items: int) -> dict[str, dict[str, str]]:
    """Names of the databases, by kind and size."""

    def seeded(server: Server) -> dict[str, str]:
        small = server.seeded(items, items // 10)
        return {"small": small, "large": server.seeded(items, items)}

    print(f"Seeding {items:,} items in three languages where it is not done yet", flush=True)
    with ThreadPoolExecutor(len(servers)) as pool:
        return dict(
            zip([server.label for server in servers], pool.map(seeded, servers), strict=True)
        )


def _publishing(server: Server, name: str, pairs: int) -> dict[str, Any]:
    """On a copy of the small database, which is dropped afterwards."""
    server.drop(PUBLISHED)
    server.copy(name, PUBLISHED)
    try:
        told = subprocess.run(
            [sys.executable, "-m", "benchmarks.publishing", str(pairs)],
            cwd=ROOT,
            env=environment(SHIPPED, server.url(PUBLISHED)),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    finally:
        server.drop(PUBLISHED)
    return dict(json.loads(told.stdout.splitlines()[-1]))


def _keep(items: int, found: dict[str, Any]) -> None:
    """What is measured is kept, whatever happens to the rest of the run."""
    (HOME / f"results-{items}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")


def _tell(items: int, found: dict[str, Any]) -> None:
    text = report.markdown(items, found)
    _keep(items, found)
    (HOME / f"results-{items}.md").write_text(text, encoding="utf-8")
    print(f"\n{text}\nKept in var/bench/results-{items}.md and .json.")


if __name__ == "__main__":
    raise SystemExit(main())
