"""The table of leaks of the APIs that write: every operation, asked by the other house's systems.

The operations are read from the APIs' own documents and held against the resolver, so that a new
one is in the table by being there; what it is sent is said in `leaks/operations.py`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cms.accounts.models import ApiToken
from cms.accounts.tokens import AUTHORING_SCOPES, IMPORT_SCOPE, issue_token, revoke_token
from cms.authoring.models import ImportRun
from cms.throttling import counters
from tests.admin.conftest import signed_in
from tests.admin.leaks.belongings import Watch
from tests.admin.leaks.operations import ACTS, CASES, PLAIN, Call, calls, operations, undescribed
from tests.admin.leaks.trying import body
from tests.admin.leaks.world import MARK, World

pytestmark = pytest.mark.usefixtures("world", "db", "quiet")


@pytest.fixture(autouse=True)
def _reports(world: World, settings: Any, tmp_path: Path) -> None:
    """Their import has left a report."""
    settings.VAR_DIR = tmp_path
    run = ImportRun.objects.get(uid=world.theirs.more.import_uid)
    run.report_path.write_text(f'{{"title": "{MARK}"}}')


def token_of(world: World, who: str) -> str:
    """Of our house's own system, or of one of its people, who lends it all they may."""
    if who in ("bound", "unbound"):
        return str(getattr(world.ours.held, who))
    scopes = [*AUTHORING_SCOPES, IMPORT_SCOPE]
    return issue_token(user=world.people()[who], name="test", scopes=scopes)[1]


def wrong(call: Call, answer: Any) -> str:
    """What the answer should not have been; empty where it is as it should be."""
    said = body(answer)
    if answer.status_code >= 500 or MARK.lower() in said.lower():
        return f"{call} → {answer.status_code}: {said[:300]}"
    return ""


def tried(found: Iterable[Call], token: str) -> list[tuple[Call, Any]]:
    """(call, answer) of each; raises AssertionError where one tells of theirs or breaks."""
    client, rows = Client(), []
    for call in found:
        rows.append((call, call.answered(client, token)))
        assert wrong(*rows[-1]) == ""
    return rows


def test_every_address_of_the_apis_is_an_operation() -> None:
    assert undescribed() == []


def test_every_operation_has_a_case(world: World) -> None:
    """A new operation: say in `operations.py` what it is sent, and what its address names."""
    asked = {call.operation for call in calls(world.theirs.ids, world.theirs.ids)}
    assert asked == set(operations())
    assert set(CASES) == set(operations()), "what there is no more"
    assert {f"{code}Page" for code in ACTS} <= set(CASES)


@pytest.mark.parametrize("who", ["bound", "unbound", "publisher", "operator"])
def test_what_is_anothers_is_not_there(world: World, who: str) -> None:
    """Imports are for operators: the scope alone opens none, and no other's."""
    theirs, watch = world.theirs.ids, Watch(world.theirs)
    found = [call for call in calls(theirs, theirs) if call.named]
    assert len(found) > 80
    for call, answer in tried(found, token_of(world, who)):
        assert answer.status_code == 404, str(call)
    assert watch.changed(since_ever=True) == []


@pytest.mark.parametrize("who", ["bound", "unbound"])
def test_ones_own_that_names_what_is_anothers_tells_and_changes_nothing(
    world: World, who: str
) -> None:
    """Foreign images, documents, ties, institutions, people and digests in what is sent; and the
    key under which their system has sent an order: keys are each token's own."""
    watch = Watch(world.theirs)
    rows = tried(calls(world.ours.ids, world.theirs.ids), token_of(world, who))
    assert [str(call) for call, answer in rows if "Idempotency-Replayed" in answer] == []
    assert watch.changed(since_ever=True) == []
    done = {call.operation for call, answer in rows if answer.status_code < 300}
    assert {"getCaller", "listItems", "getItem", "patchItem", "postBatch", "getHistory"} <= done


@pytest.mark.parametrize("who", ["nobody", "stranger", "revoked", "signed in"])
def test_without_a_token_nothing_opens(world: World, who: str) -> None:
    """A session of the admin is no token either; nor is one that was revoked."""
    theirs = world.theirs
    client, token = Client(), {"stranger": "cou_x", "revoked": theirs.held.bound}.get(who, "")
    if who == "signed in":
        client = signed_in(theirs.members["editor"])
    if who == "revoked":
        revoke_token(ApiToken.objects.get(pk=theirs.more.bound_token))
    watch = Watch(theirs)
    for call in calls(theirs.ids, theirs.ids):
        counters.forget()
        answer = call.answered(client, token)
        assert answer.status_code == 401, str(call)
        assert wrong(call, answer) == ""
    assert watch.changed(since_ever=True) == []


def test_their_own_system_reads_it(world: World) -> None:
    """The test can fail: whoever may read the word is told on."""
    theirs = world.theirs
    found = [one for one in calls(theirs.ids, theirs.ids) if one.operation == "getItem"]
    assert wrong(found[0], found[0].answered(Client(), theirs.held.bound))
    report = next(one for one in calls(theirs.ids, theirs.ids) if "Report" in one.operation)
    assert wrong(report, report.answered(Client(), theirs.held.unbound))


@pytest.mark.parametrize("route", sorted(PLAIN))
def test_addresses_that_name_nothing_tell_nothing(world: World, route: str) -> None:
    path = f"/{route}".replace("<path:path>", f"pages/{world.theirs.more.key}/fr/erase")
    for method in ("get", "post", "put", "patch", "delete"):
        answer = getattr(signed_in(world.publisher), method)(path)
        assert answer.status_code in (200, 404, 405), method
        assert MARK.lower() not in body(answer).lower()
