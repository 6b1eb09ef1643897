"""The read side of a run: four servers over one kind of database, measured in turn."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks import scenarios
from benchmarks.databases import Server
from benchmarks.folders import BARE_VIEW, HOME, ROOT, SHIPPED, STOCK_API, environment
from benchmarks.load import Measured, burst
from benchmarks.scenarios import Get, Told, Workload, client
from benchmarks.servers import WebServer

OURS, SMALL, STOCK, BARE = "ours", "ours, a tenth of the items", "Wagtail API v2", "bare view"

CHECKED: dict[str, dict[str, Callable[[Get, Told], Workload]]] = {
    "detail": {OURS: scenarios.details, SMALL: scenarios.details, STOCK: scenarios.stock_details},
    "list": {
        OURS: scenarios.first_pages,
        SMALL: scenarios.first_pages,
        STOCK: scenarios.stock_first_pages,
    },
    "filtered": {
        OURS: scenarios.filtered_lists,
        SMALL: scenarios.filtered_lists,
        STOCK: scenarios.stock_filtered_lists,
    },
    "new questions": {OURS: scenarios.new_questions, SMALL: scenarios.new_questions},
    "deep": {
        OURS: scenarios.deep_pages,
        SMALL: scenarios.deep_pages,
        STOCK: scenarios.stock_deep_pages,
    },
    "unchanged": {OURS: scenarios.unchanged},
}
# Wagtail's lists of a large catalogue take seconds each: long enough for some, and no queue before
# the one thread that answers them.
STOCK_SECONDS, STOCK_CONNECTIONS = 20, 2
WARM_SECONDS = 1


@dataclass
class Entry:
    """One contender in one scenario."""

    scenario: str
    contender: str
    server: WebServer
    workload: Workload


def measure(server: Server, names: dict[str, str], seconds: int, rounds: int) -> dict[str, Any]:
    """Requests per second of every contender, by scenario, and the workers' memory.

    `names` are the databases: `large` and `small`. Raises AssertionError on a wrong answer.
    """
    told = {size: _expectations(server, name) for size, name in names.items()}
    fixed = HOME / "fixed"
    opened: dict[str, WebServer] = {}
    try:
        opened[OURS] = _open(server, "ours", SHIPPED, names["large"], "/livez")
        opened[SMALL] = _open(server, "small", SHIPPED, names["small"], "/livez")
        opened[STOCK] = _open(server, "stock", STOCK_API, names["large"], "/api/v2/pages/?limit=1")
        entries = _checked(opened, told)
        sizes = {
            entry.scenario: entry.workload.body_bytes
            for entry in entries
            if entry.contender == OURS
        }
        scenarios.write_fixed(fixed, sizes["detail"], sizes["list"])
        opened[BARE] = _open(
            server, "bare", BARE_VIEW, names["large"], "/items/one", BENCH_FIXED=str(fixed)
        )
        entries += _bare(opened[BARE], told["large"], sizes)
        entries.sort(key=lambda entry: list(CHECKED).index(entry.scenario))
        measured = _rounds(entries, seconds, rounds)
        memory = {contender: one.memory() for contender, one in opened.items()}
    finally:
        for one in opened.values():
            one.stop()
    return {
        "sizes": sizes,
        "addresses": {
            f"{entry.scenario}, {entry.contender}": len(entry.workload.requests)
            for entry in entries
        },
        "rounds": measured,
        "memory": memory,
    }


def _expectations(server: Server, name: str) -> Told:
    path = HOME / f"{server.label}-{name}.expected.json"
    if not path.exists():
        subprocess.run(
            [sys.executable, "-m", "benchmarks.expectations", str(path)],
            cwd=ROOT,
            env=environment(SHIPPED, server.url(name)),
            check=True,
        )
    return json.loads(path.read_text(encoding="utf-8"))


def _open(server: Server, role: str, settings: str, name: str, path: str, **more: str) -> WebServer:
    web = WebServer(f"{server.label}-{role}", settings, server.url(name), **more)
    web.await_ready(path)
    return web


def _checked(opened: dict[str, WebServer], told: dict[str, Told]) -> list[Entry]:
    entries = []
    for scenario, contenders in CHECKED.items():
        for contender, check in contenders.items():
            web = opened[contender]
            expected = told["small" if contender == SMALL else "large"]
            entries.append(Entry(scenario, contender, web, check(client(web.port), expected)))
    return entries


def _bare(web: WebServer, told: Told, sizes: dict[str, int]) -> list[Entry]:
    get = client(web.port)
    return [
        Entry("detail", BARE, web, scenarios.bare_details(get, told, sizes["detail"])),
        Entry("list", BARE, web, scenarios.bare_lists(get, told, sizes["list"])),
    ]


def _rounds(entries: list[Entry], seconds: int, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Contenders of one scenario in turn, scenario after scenario, and all of it again."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        if entry.contender != STOCK:
            burst(entry.server.url, entry.workload.requests, WARM_SECONDS)
    for number in range(rounds):
        for entry in entries:
            requests = entry.workload.requests
            if entry.contender == STOCK:
                long = max(seconds, STOCK_SECONDS)
                result = burst(entry.server.url, requests, long, STOCK_CONNECTIONS)
            else:
                result = burst(entry.server.url, requests, seconds)
            _check_size(entry, result)
            found[entry.scenario][entry.contender].append(round(result.per_second, 2))
        print(f"  round {number + 1} of {rounds}", flush=True)
    return {scenario: dict(contenders) for scenario, contenders in found.items()}


def _check_size(entry: Entry, result: Measured) -> None:
    """What came under load was as large as what was checked; headers take some more."""
    body = entry.workload.body_bytes
    assert body * 0.9 <= result.bytes_each <= body * 1.1 + 6_000, (
        f"{entry.scenario}, {entry.contender}: {result.bytes_each:.0f} bytes each, not {body}"
    )
