"""Imports over HTTP, as an operator's system makes them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from cms.accounts.models import User
from cms.accounts.tokens import IMPORT_SCOPE, revoke_token
from cms.authoring import uploads
from cms.authoring.models import ImportRun, imports_folder
from cms.authoring.tasks import carry_out
from content_pages.models import ItemPage
from tests.authoring.conftest import URL, ImportLines, System, written
from tests.factories import UserFactory
from tests.worker.processes import ended_process

GOOD = written({"titre": "Visite 1"}, {"titre": "Visite 2"}, {"titre": ""})


@pytest.fixture
def operator(db: None) -> System:
    return System(UserFactory(group="Operators"), [IMPORT_SCOPE])


def _work() -> None:
    """What the worker does with the imports that wait."""
    for waiting in DBTaskResult.objects.ready().filter(task_path=carry_out.module_path):
        carry_out.call(*waiting.args_kwargs["args"])
        waiting.delete()


def _problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    return problem


def test_upload_poll_and_fetch_the_report(operator: System) -> None:
    answer = operator.upload(GOOD)
    assert answer.status_code == 202
    address = answer["Location"]
    assert address == f"{URL}/{answer.json()['id']}"
    assert (answer.json()["state"], answer.json()["lines"]) == ("queued", 3)
    assert not ItemPage.objects.exists()

    _work()
    state = operator.get(address).json()
    assert (state["state"], state["done"], state["problem"]) == ("done", 3, None)
    assert (state["counts"]["created"], state["counts"]["rejected"]) == (2, 1)

    report = operator.get(state["report"])
    assert report["Content-Type"] == "application/jsonl"
    lines = [json.loads(line) for line in report.getvalue().splitlines()]
    assert [line["outcome"] for line in lines] == ["created", "created", "rejected"]
    assert lines[2]["errors"][0]["field"] == "title"
    page = ItemPage.objects.get(pk=lines[0]["page"]["id"])
    assert page.owner == operator.user
    assert list(imports_folder().glob("*.upload")) == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_carries_it_out() -> None:
    operator = System(UserFactory(group="Operators"), [IMPORT_SCOPE])
    address = operator.upload(GOOD)["Location"]
    call_command("worker", once=True)
    assert operator.get(address).json()["state"] == "done"
    assert ItemPage.objects.filter(live=True).count() == 2


def test_a_dry_run_writes_no_page(operator: System) -> None:
    pages = Page.objects.count()
    address = operator.upload(GOOD, dry_run="true")["Location"]
    _work()
    state = operator.get(address).json()
    assert (state["dry_run"], state["state"], state["done"]) == (True, "done", 3)
    assert state["counts"]["created"] == 2
    assert len(operator.get(state["report"]).getvalue().splitlines()) == 3
    assert Page.objects.count() == pages


def test_a_second_import_of_a_source_waits_for_the_first(operator: System) -> None:
    assert operator.upload(GOOD).status_code == 202
    problem = _problem(operator.upload(GOOD), 409)
    assert problem["errors"][0]["code"] == "running"
    assert ImportRun.objects.count() == 1
    _work()
    assert operator.upload(GOOD).status_code == 202


def test_a_file_that_shrinks_asks(operator: System, import_lines: ImportLines) -> None:
    import_lines(*({"titre": f"Visite {n}"} for n in range(6)))
    assert _problem(operator.upload(GOOD), 409)["errors"][0]["code"] == "shrunk"
    assert operator.upload(GOOD, allow_shrink="true").status_code == 202


@pytest.mark.parametrize(
    ("content", "loc", "code"),
    [
        (b"", "body.file", "empty"),
        (GOOD + b'9;"open', "body.file:8", "open_quote"),
        (GOOD + b"\xff", "body.file:8", "encoding"),
        (GOOD.replace(b"titre;", b"", 1), "body.file:1", "missing_column"),
    ],
)
def test_a_broken_file_is_refused_at_once(
    operator: System, content: bytes, loc: str, code: str
) -> None:
    problem = _problem(operator.upload(content), 422)
    assert [(fault["loc"], fault["code"]) for fault in problem["errors"]] == [(loc, code)]
    assert not ImportRun.objects.exists()
    assert list(imports_folder().iterdir()) == []


@pytest.mark.parametrize(
    ("fields", "loc"),
    [
        ({"mapping": "unknown"}, "body.mapping"),
        ({"mapping": "-"}, "body.mapping"),
        ({"file": "-"}, "body.file"),
        ({"dry_run": "perhaps"}, "body.dry_run"),
        ({"force": "true"}, "body.force"),
    ],
)
def test_an_incomplete_form_names_the_field(
    operator: System, fields: dict[str, str], loc: str
) -> None:
    assert loc in [
        fault["loc"] for fault in _problem(operator.upload(GOOD, **fields), 422)["errors"]
    ]


def test_another_type_of_body_is_not_taken(operator: System) -> None:
    _problem(operator.client.post(URL, b"{}", content_type="application/json"), 415)


def test_a_form_that_is_none_is_a_bad_request(operator: System) -> None:
    _problem(operator.client.post(URL, b"x", content_type="multipart/form-data"), 400)


def test_a_file_beyond_the_limit_is_too_large(
    operator: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_UPLOAD", 100)
    _problem(operator.upload(GOOD), 413)
    assert list(imports_folder().iterdir()) == []


def _no_token(operator: System) -> Any:
    return Client()


def _wrong_token(operator: System) -> Any:
    return Client(headers={"Authorization": "Bearer cou_wrong"})


def _revoked_token(operator: System) -> Any:
    revoke_token(operator.token)
    return operator.client


def _inactive_user(operator: System) -> Any:
    User.objects.update(is_active=False)
    return operator.client


@pytest.mark.parametrize("who", [_no_token, _wrong_token, _revoked_token, _inactive_user])
@pytest.mark.parametrize("path", ["", "/5f0c7f0a-0000-4000-8000-000000000000", "/x/report"])
def test_without_a_good_token_nothing_opens(
    operator: System, who: Callable[[System], Any], path: str
) -> None:
    client = who(operator)
    answer = client.get(URL + path) if path else client.post(URL, {"mapping": "culture_gouv"})
    _problem(answer, 401)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_for_something_else_does_not_open_imports(db: None) -> None:
    _problem(System(UserFactory(group="Operators"), []).upload(GOOD), 403)


def test_who_may_not_submit_may_not_import(db: None) -> None:
    _problem(System(UserFactory(group="Editors"), [IMPORT_SCOPE]).upload(GOOD), 403)
    assert not ImportRun.objects.exists()


def test_who_lost_the_right_while_it_waited_does_not_publish(operator: System) -> None:
    address = operator.upload(GOOD)["Location"]
    operator.user.groups.clear()
    _work()
    state = operator.get(address).json()
    assert state["state"] == "failed"
    assert state["problem"]
    assert not ItemPage.objects.exists()


@pytest.mark.parametrize("part", ["", "/report"])
def test_anothers_import_is_not_there(operator: System, part: str) -> None:
    address = operator.upload(GOOD)["Location"]
    _work()
    other = System(UserFactory(group="Operators"), [IMPORT_SCOPE])
    assert operator.get(address + part).status_code == 200
    _problem(other.get(address + part), 404)


@pytest.mark.parametrize("part", ["/nonsense", "/nonsense/report"])
def test_what_never_was_is_not_there(operator: System, part: str) -> None:
    _problem(operator.get(URL + part), 404)


def test_a_run_that_was_killed_is_seen_as_interrupted(operator: System) -> None:
    address = operator.upload(GOOD)["Location"]
    host = ImportRun.objects.get()
    _work()
    ImportRun.objects.filter(pk=host.pk).update(state="running", process=ended_process())
    assert operator.get(address).json()["state"] == "interrupted"


def test_its_openapi_document_names_every_answer(client: Client) -> None:
    document = client.get(f"{URL}/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/v1/imports",
        "/api/v1/imports/{uid}",
        "/api/v1/imports/{uid}/report",
    }
    answers = document["paths"]["/api/v1/imports"]["post"]["responses"]
    assert {"202", "401", "403", "409", "413", "415", "422"} <= set(answers)


@pytest.mark.parametrize("path", ["imports", "authoring/items"])
def test_a_method_an_address_does_not_take_is_a_problem(client: Client, path: str) -> None:
    answer = client.delete(f"/api/v1/{path}")
    problem = _problem(answer, 405)
    assert answer["Allow"] in problem["detail"]
