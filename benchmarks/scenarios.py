"""What is asked of whom. A scenario checks its own workload before it is timed.

Each draws many addresses, asks each once, and compares status, ids, totals and facets with what
the pages say (`expectations`).
"""

import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

Told = dict[str, Any]
Get = Callable[..., "Answer"]

PAGE = 20
LOCALES = ("fr", "ru", "en")
FACETS = ("category", "format", "access_mode")
DEEP = 0.9
PAGES_IN_A_ROW = 10
# Where load.lua puts a number of six digits, another each time.
COUNTER = "{n}"
# Wagtail's API answers some addresses in seconds: enough of them to differ, few enough to check.
STOCK_DETAILS, STOCK_LISTS, STOCK_FILTERED = 60, 4, 20
STOCK_FIELDS = ",".join(
    (
        *("summary", "category", "format", "image", "access_mode", "attendance"),
        *("duration_minutes", "age_rating", "audiences", "spoken_languages", "subtitle_languages"),
    )
)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Workload:
    """Lines for load.lua, and the mean size of the bodies they fetch."""

    requests: list[str]
    body_bytes: int


def client(port: int) -> Get:
    """Asks one server, one question at a time, over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def get(path: str, **headers: str) -> Answer:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return Answer(
            answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
        )

    return get


def _asked(get: Get, path: str) -> Answer:
    answer = get(path)
    assert answer.status == 200, f"{path}: {answer.status} {answer.body[:300]!r}"
    return answer


def _workload(answers: dict[str, Answer]) -> Workload:
    sizes = [len(answer.body) for answer in answers.values()]
    return Workload(list(answers), sum(sizes) // len(sizes))


# --- this API ------------------------------------------------------------------------------


def details(get: Get, told: Told) -> Workload:
    """Items by slug, in all locales."""
    answers = {}
    for one in told["details"]:
        path = f"/api/v1/items/{one['slug']}?locale={one['locale']}"
        answers[path] = _asked(get, path)
        document = answers[path].json
        assert (document["id"], document["title"]) == (one["key"], one["title"]), path
        assert document["locale"] == one["locale"], path
        assert document["body"], path
    return _workload(answers)


def unchanged(get: Get, told: Told) -> Workload:
    """The same, by clients that hold the answer already."""
    requests = []
    for one in told["details"]:
        path = f"/api/v1/items/{one['slug']}?locale={one['locale']}"
        tag = _asked(get, path).headers["etag"]
        again = get(path, **{"If-None-Match": tag})
        assert (again.status, again.body) == (304, b""), path
        requests.append(f"{path}\t{tag}")
    return Workload(requests, 0)


def first_pages(get: Get, told: Told) -> Workload:
    """Lists of twenty from the first page on, in all locales."""
    answers: dict[str, Answer] = {}
    for locale in LOCALES:
        _follow(get, told, f"/api/v1/items?locale={locale}", 0, answers)
    return _workload(answers)


def deep_pages(get: Get, told: Told) -> Workload:
    """Lists of twenty from nine tenths of the catalogue on; the way there is checked as well.

    In one locale: the way reads every card, and the others lead over the same ground.
    """
    answers: dict[str, Answer] = {}
    wanted = int(told["items"] * DEEP)
    locale = LOCALES[0]
    path, at = f"/api/v1/items?locale={locale}", 0
    while at < wanted:
        limit = min(100, wanted - at)
        page = _asked(get, f"{path}&limit={limit}&fields=id").json
        assert [item["id"] for item in page["items"]] == told["order"][at : at + limit], at
        path, at = _next(locale, page), at + limit
    _follow(get, told, path, wanted, answers)
    return _workload(answers)


def _follow(get: Get, told: Told, path: str, at: int, answers: dict[str, Answer]) -> None:
    """Some pages one after another, each of which must go on where the one before ended."""
    locale = path.partition("locale=")[2][:2]
    for _ in range(PAGES_IN_A_ROW):
        answers[path] = _asked(get, path)
        page = answers[path].json
        wanted = told["order"][at : at + PAGE]
        assert [item["id"] for item in page["items"]] == wanted, path
        assert all(item["locale"] == locale and item["summary"] for item in page["items"]), path
        at += PAGE
        if page["next"] is None:
            assert at >= told["items"], path
            return
        path = _next(locale, page)


def _next(locale: str, page: Any) -> str:
    return "/api/v1/items?" + urlencode({"locale": locale, "cursor": page["next"]})


def filtered_lists(get: Get, told: Told) -> Workload:
    """Category and format, with the total and three facets; every question comes again."""
    return _filtered(get, told)


def new_questions(get: Get, told: Told) -> Workload:
    """The same, and no question comes again: each names another moment before all publications."""
    workload = _filtered(get, told, updated_since="1990-01-01T00:00:00.000000Z")
    # load.lua counts up in the place of the zeros.
    workload.requests = [one.replace(".000000Z", f".{COUNTER}Z") for one in workload.requests]
    return workload


def _filtered(get: Get, told: Told, **more: str) -> Workload:
    answers = {}
    for one in told["filtered"]:
        asked = {name: one[name] for name in ("locale", "category", "format")} | more
        query = asked | {"count": "true", "facets": ",".join(FACETS)}
        path = "/api/v1/items?" + urlencode(query, safe=":")
        answers[path] = _asked(get, path)
        page = answers[path].json
        assert page["total"] == one["total"], path
        assert [item["id"] for item in page["items"]] == one["keys"], path
        for facet in FACETS:
            counted = {row["code"]: row["count"] for row in page["facets"][facet] if row["count"]}
            assert counted == one["facets"][facet], f"{path}: {facet}"
    return _workload(answers)


# --- Wagtail's API v2 ----------------------------------------------------------------------


def stock_details(get: Get, told: Told) -> Workload:
    """By number, since asking by slug answers with a redirect there."""
    answers = {}
    for one in told["details"][:STOCK_DETAILS]:
        path = f"/api/v2/pages/{one['page']}/"
        answers[path] = _asked(get, path)
        document = answers[path].json
        assert (document["id"], document["title"]) == (one["page"], one["title"]), path
        assert document["body"], path
    return _workload(answers)


def stock_first_pages(get: Get, told: Told) -> Workload:
    return _stock_pages(get, told, 0)


def stock_deep_pages(get: Get, told: Told) -> Workload:
    return _stock_pages(get, told, int(told["items"] * DEEP))


def _stock_pages(get: Get, told: Told, begin: int) -> Workload:
    """In its default order, that of the tree: the cheapest it has."""
    answers = {}
    for locale in LOCALES:
        for at in range(begin, min(begin + STOCK_LISTS * PAGE, told["items"]), PAGE):
            path = _stock_list(locale=locale, offset=at)
            answers[path] = _asked(get, path)
            page = answers[path].json
            wanted = told["by_place"][locale][at : at + PAGE]
            assert [item["id"] for item in page["items"]] == wanted, path
            assert page["meta"]["total_count"] == told["items"], path
            assert all(item["summary"] for item in page["items"]), path
    return _workload(answers)


def stock_filtered_lists(get: Get, told: Told) -> Workload:
    """The same filters, with its total; it has no facets."""
    answers = {}
    for one in told["filtered"][:STOCK_FILTERED]:
        path = _stock_list(
            locale=one["locale"], category=one["category_page"], format=one["format"]
        )
        answers[path] = _asked(get, path)
        page = answers[path].json
        assert page["meta"]["total_count"] == one["total"], path
        assert [item["id"] for item in page["items"]] == one["pages"], path
    return _workload(answers)


def _stock_list(**asked: Any) -> str:
    query = {"type": "content_pages.ItemPage", "fields": STOCK_FIELDS, "limit": PAGE} | asked
    return "/api/v2/pages/?" + urlencode(query, safe=",")


# --- fixed bytes ---------------------------------------------------------------------------


def write_fixed(folder: Path, detail: int, listing: int) -> None:
    """Bodies as large as this API's, for the bare view to return."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in (("detail", detail), ("list", listing)):
        (folder / f"{name}.json").write_bytes(b'"' + b"x" * (size - 2) + b'"')


def bare_details(get: Get, told: Told, size: int) -> Workload:
    paths = [f"/items/{one['slug']}?locale={one['locale']}" for one in told["details"]]
    return _fixed(get, paths, size)


def bare_lists(get: Get, told: Told, size: int) -> Workload:
    return _fixed(get, [f"/items?locale={locale}" for locale in LOCALES], size)


def _fixed(get: Get, paths: list[str], size: int) -> Workload:
    for path in paths:
        assert len(_asked(get, path).body) == size, path
    return Workload(paths, size)
