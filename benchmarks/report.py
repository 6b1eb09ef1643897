"""From measurements to figures: medians, ratios of the same round, and what was wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.reading import BARE, OURS, SMALL, STOCK

Results = dict[str, Any]

SCENARIOS = {
    "detail": "detail by slug",
    "list": "list of 20, first pages",
    "filtered": "category + format, total, 3 facets",
    "new questions": "the same, every question new",
    "deep": "list of 20 at nine tenths",
    "unchanged": "detail, unchanged (304)",
}


def ratio(results: Results, scenario: str, mine: str, other: str, than: str = "") -> float:
    """The median over the rounds of mine divided by other's of the same round."""
    rounds = results["rounds"]
    pairs = zip(rounds[scenario][mine], rounds[than or scenario][other], strict=True)
    return median(one / another for one, another in pairs)


@dataclass(frozen=True)
class Target:
    """A figure of one database, and the limit it must not cross."""

    name: str
    figure: Callable[[Results], float]
    limit: float
    at_least: bool = True
    unit: str = " ×"

    def met(self, results: Results) -> bool:
        figure = self.figure(results)
        return figure >= self.limit if self.at_least else figure <= self.limit

    def wanted(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}{self.unit}"


def _against(scenario: str, other: str) -> Callable[[Results], float]:
    return lambda results: ratio(results, scenario, OURS, other)


def _size_matters(results: Results) -> float:
    """The scenario in which ten times the items make the largest difference, either way."""
    ratios = [ratio(results, name, OURS, SMALL) for name in ("detail", "list", "filtered", "deep")]
    return max(max(one, 1 / one) for one in ratios)


TARGETS = (
    Target("detail, against the bare view", _against("detail", BARE), 0.5),
    Target("list, against the bare view", _against("list", BARE), 0.4),
    Target("detail, against Wagtail API v2", _against("detail", STOCK), 40),
    Target("list, against Wagtail API v2", _against("list", STOCK), 150),
    Target("filtered list, against Wagtail API v2", _against("filtered", STOCK), 60),
    # As fast as the first page: less than a tenth slower, which is what rounds differ by.
    Target(
        "deep cursor page, against first pages",
        lambda results: ratio(results, "deep", OURS, OURS, than="list"),
        0.9,
    ),
    Target("ten times the items, largest difference", _size_matters, 1.2, at_least=False),
    Target(
        "one publish, against stock",
        lambda results: float(results["publishing"]["ratio"]),
        1.0,
        at_least=False,
    ),
    Target(
        "memory per worker",
        lambda results: float(results["memory"][OURS]["resident"]),
        200,
        at_least=False,
        unit=" MB",
    ),
)


def markdown(items: int, found: dict[str, Results]) -> str:
    """The whole report; `found` by label of database."""
    lines = [f"Items: {items:,} in three languages.", "", "### Wanted and found", ""]
    lines += _table(
        ["", "wanted", *found],
        [[target.name, target.wanted(), *_verdicts(target, found)] for target in TARGETS],
    )
    for label, results in found.items():
        lines += ["", f"### {label}: requests per second", "", *_speeds(results)]
        lines += ["", f"### {label}: one publish", "", *_publishing(results["publishing"])]
        lines += ["", _memory(results["memory"])]
    return "\n".join([*lines, ""])


def _verdicts(target: Target, found: dict[str, Results]) -> list[str]:
    return [
        f"{_short(target.figure(results))}{target.unit}"
        + ("" if target.met(results) else " **missed**")
        for results in found.values()
    ]


def _speeds(results: Results) -> list[str]:
    contenders = (OURS, SMALL, BARE, STOCK)
    rows = [
        [SCENARIOS[name], *(_speed(rounds.get(one, [])) for one in contenders)]
        for name, rounds in results["rounds"].items()
    ]
    return _table(["", *contenders], rows)


def _speed(rounds: list[float]) -> str:
    if not rounds:
        return "–"
    return f"{_short(median(rounds))} ({_short(min(rounds))}–{_short(max(rounds))})"


def _publishing(told: dict[str, Any]) -> list[str]:
    rows = [
        [name, *(str(told[name][one]) for one in ("statements", "median_ms", "p95_ms"))]
        for name in ("ours", "stock")
    ]
    return [
        *_table(["", "statements", "median, ms", "p95, ms"], rows),
        "",
        f"Median of {told['pairs']} pairs: {told['ratio']} × stock.",
    ]


def _memory(memory: dict[str, dict[str, int]]) -> str:
    told = (f"{name} {one['resident']} ({one['own']})" for name, one in memory.items())
    return f"Memory of the worker after the run, MB (without mapped files): {', '.join(told)}."


def _short(number: float) -> str:
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
    ]
