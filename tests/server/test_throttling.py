"""Who tries too often is told to wait; who reads the public API never is."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.accounts.tokens import IMPORT_SCOPE, issue_token
from cms.publication.preview.drafts import issue_preview_token
from cms.throttling import counters
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.factories import DocumentFactory, InstitutionFactory, ItemFactory, UserFactory
from tests.factories.people import PASSWORD
from tests.institutions.applicants import links_to
from tests.media.conftest import restrict

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
RESET = "/admin/password_reset/"
IMPORTS = "/api/v1/imports"


@pytest.fixture
def rates(settings: Any) -> Any:
    """Sets a rate for the test."""

    def set_rate(**given: str) -> None:
        settings.RATE_LIMITS = settings.RATE_LIMITS | given
        counters.forget()

    return set_rate


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the clock forward."""
    now = time.time

    def move(seconds: int) -> None:
        monkeypatch.setattr(time, "time", lambda: now() + seconds)

    return move


def sign_in(client: Client, name: str, password: str = "wrong", address: str = "192.0.2.1") -> Any:
    data = {"username": name, "password": password}
    return client.post(LOGIN, data, REMOTE_ADDR=address)


def test_wrong_passwords_are_counted_and_forgotten_in_time(
    client: Client, rates: Any, later: Any
) -> None:
    rates(login_account_address="3 per 5 minutes")
    user = UserFactory(superuser=True)
    left = [sign_in(client, user.username)["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = sign_in(client, user.username, PASSWORD)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 300
    assert refused["RateLimit-Limit"] == "3"
    assert refused["RateLimit-Remaining"] == "0"
    assert refused["RateLimit-Reset"] == refused["Retry-After"]
    assert refused["Cache-Control"] == "no-store"
    # Another spelling is the same account, another address or account is not.
    assert sign_in(client, f" {user.username.upper()} ").status_code == 429
    fullwidth = user.username.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    assert fullwidth != user.username
    assert sign_in(client, fullwidth).status_code == 429
    assert sign_in(client, user.username, address="192.0.2.2").status_code == 200
    assert sign_in(client, "somebody-else").status_code == 200
    later(301)
    assert sign_in(client, user.username, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("language", "words"), [("fr", 'lang="fr"'), ("ru", 'lang="ru"'), ("en", "Too many attempts")]
)
def test_who_has_to_wait_is_told_in_their_language(
    client: Client, rates: Any, language: str, words: str
) -> None:
    rates(login_address="1 per 5 minutes")
    sign_in(client, "somebody")
    page = client.post(LOGIN, {}, headers={"Accept-Language": language}, REMOTE_ADDR="192.0.2.1")
    assert page.status_code == 429
    assert words in page.content.decode()


def test_signing_in_takes_back_the_account_attempts(client: Client, rates: Any) -> None:
    rates(login_account_address="3 per 5 minutes", login_account="3 per hour")
    user = UserFactory(superuser=True)
    for _ in range(3):
        assert sign_in(client, user.username).status_code == 200
        assert sign_in(client, user.username).status_code == 200
        assert sign_in(client, user.username, PASSWORD).status_code == 302


def test_many_accounts_tried_from_one_address(client: Client, rates: Any) -> None:
    rates(login_address="5 per 5 minutes")
    answers = [sign_in(client, f"user{number}").status_code for number in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert sign_in(client, "user9", address="192.0.2.2").status_code == 200


def test_one_account_tried_from_many_addresses(client: Client, rates: Any) -> None:
    rates(login_account="5 per hour")
    answers = [sign_in(client, "user", address=f"192.0.2.{n}").status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2


def test_those_of_one_ipv6_network_are_one(client: Client, rates: Any) -> None:
    rates(login_address="1 per hour")
    assert sign_in(client, "a", address="2001:db8:1:1::1").status_code == 200
    assert sign_in(client, "b", address="2001:db8:1:1:ffff::2").status_code == 429
    assert sign_in(client, "c", address="2001:db8:1:2::1").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "told", "counted_apart"),
    [
        (0, ("203.0.113.1", "203.0.113.2"), False),
        (1, ("203.0.113.1:4711", "203.0.113.1:4712"), False),
        (1, ("203.0.113.1:4711", "203.0.113.1"), False),
        (1, ("203.0.113.1:4711", "203.0.113.2:4711"), True),
        (1, ("[2001:db8:1:1::1]:4711", "2001:db8:1:1::2"), False),
        (1, ("[2001:db8:1:1::1]:4711", "[2001:db8:1:2::1]:4711"), True),
        (1, ("::ffff:203.0.113.1", "203.0.113.1"), False),
        (1, ("203.0.113.1", "203.0.113.2"), True),
        # The client wrote the first itself: only what our proxy added counts.
        (1, ("198.51.100.1, 203.0.113.1", "198.51.100.2, 203.0.113.1"), False),
        (2, ("203.0.113.1, 10.0.0.1", "203.0.113.2, 10.0.0.1"), True),
        (2, ("198.51.100.1, 203.0.113.1, 10.0.0.1", "198.51.100.2, 203.0.113.1, 10.0.0.1"), False),
    ],
)
def test_the_address_is_the_one_our_own_proxies_saw(
    client: Client,
    rates: Any,
    settings: Any,
    proxies: int,
    told: tuple[str, str],
    counted_apart: bool,
) -> None:
    settings.TRUSTED_PROXIES = proxies
    rates(login_address="1 per hour")
    answers = [
        client.post(LOGIN, {"username": name}, headers={"X-Forwarded-For": header}).status_code
        for name, header in zip("ab", told, strict=True)
    ]
    assert answers == ([200, 200] if counted_apart else [200, 429])


def test_password_resets_are_limited(client: Client, rates: Any) -> None:
    rates(password_reset_account="2 per hour")
    sent = [client.post(RESET, {"email": "x@example.org"}).status_code for _ in range(3)]
    assert sent == [302, 302, 429]
    assert client.post(RESET, {"email": "y@example.org"}).status_code == 302


def _locked_out(user: Any) -> None:
    """Strangers have used up the account's attempts, and those of the browsers' own address."""
    while sign_in(Client(), user.username, address="192.0.2.9").status_code != 429:
        continue
    assert sign_in(Client(), user.username, PASSWORD).status_code == 429


def test_a_browser_known_from_before_is_not_locked_out_by_strangers(rates: Any, later: Any) -> None:
    rates(login_account="5 per hour", login_known_browser="3 per hour")
    user, home, stranger = UserFactory(superuser=True), Client(), Client()
    signed = sign_in(home, user.username, PASSWORD)
    cookie = signed.cookies["known_browser"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == LOGIN
    home.logout()
    home.cookies["known_browser"] = cookie.value
    _locked_out(user)
    wrong = sign_in(home, user.username)
    assert (wrong.status_code, wrong["RateLimit-Remaining"]) == (200, "2")
    assert sign_in(home, f" {user.username.upper()} ", "wrong").status_code == 200
    assert sign_in(home, user.username, PASSWORD).status_code == 302
    # It has attempts of its own, and no more than those.
    answers = [sign_in(home, user.username) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert sign_in(home, user.username, PASSWORD).status_code == 429
    # Those who have none are as locked out as before.
    assert sign_in(stranger, user.username, PASSWORD).status_code == 429
    later(3601)
    assert sign_in(home, user.username, PASSWORD).status_code == 302


def test_a_browser_is_known_for_one_account_and_cannot_say_so_itself(rates: Any) -> None:
    rates(login_account="5 per hour")
    user, other, browser = UserFactory(superuser=True), UserFactory(superuser=True), Client()
    assert sign_in(browser, other.username, PASSWORD).status_code == 302
    good = browser.cookies["known_browser"].value
    _locked_out(user)
    for cookie in (good, good[:-1], "x", "WyJhIiwiYiJd:1abcde:x", ""):
        browser.cookies["known_browser"] = cookie
        assert sign_in(browser, user.username, PASSWORD).status_code == 429, cookie


def test_a_browser_is_forgotten_after_half_a_year(rates: Any, later: Any) -> None:
    rates(login_account="5 per hour")
    user, home = UserFactory(superuser=True), Client()
    sign_in(home, user.username, PASSWORD)
    later(181 * 24 * 3600)
    _locked_out(user)
    assert sign_in(home, user.username, PASSWORD).status_code == 429


def test_wrong_passwords_of_a_collection(client: Client, rates: Any) -> None:
    rates(collection_password="2 per 5 minutes")
    document = DocumentFactory()
    restriction = restrict(document.collection, "password", password="sésame")
    address = f"/documents/authenticate_with_password/{restriction.pk}/"
    guess = {"password": "x", "return_url": document.url}
    answers = [client.post(address, guess) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Remaining"] == "1"
    assert int(answers[-1]["Retry-After"]) > 0
    right = guess | {"password": "sésame"}
    assert client.post(address, right).status_code == 429
    assert client.post(address, right, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_trying_user_names_with_an_invitation_is_limited(rates: Any) -> None:
    rates(invited_account="2 per hour")
    record = InstitutionFactory().institution
    boss = UserFactory(member_of=record, member_of__role="manager")
    sent = {"email": "nadia@example.org", "role": "editor"}
    signed_in(boss).post(f"/admin/institution_records/inviting/{record.pk}/", sent)
    (link,) = links_to("nadia@example.org")
    guesser = Client()
    answers = [guesser.post(link, {"username": boss.username}) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert guesser.get(link).status_code == 200


def test_guessing_who_has_an_account_is_limited_by_who_guesses(rates: Any) -> None:
    rates(member_name="2 per hour")
    institution = InstitutionFactory().institution
    managers = [UserFactory(member_of=institution, member_of__role="manager") for _ in range(2)]
    first, second = (signed_in(one) for one in managers)
    address = f"/admin/institution_records/members/{institution.pk}/"
    guess = {"person": "somebody", "role": "editor"}
    answers = [first.post(address, guess) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[0]["RateLimit-Remaining"] == "1"
    assert answers[-1]["RateLimit-Remaining"] == "0"
    assert int(answers[-1]["Retry-After"]) > 0
    # Whatever the browser and the session.
    assert signed_in(managers[0]).post(address, guess).status_code == 429
    assert first.get(address).status_code == 200
    known = {"person": UserFactory().username, "role": "editor"}
    assert second.post(address, known).status_code == 302
    assert second.post(address, guess)["RateLimit-Remaining"] == "1"
    # Who may not see the form learns nothing of limits.
    outsider = signed_in(UserFactory(member_of=InstitutionFactory().institution))
    assert outsider.post(address, guess).status_code == 404


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_token_is_one_however_its_scheme_is_spelled(
    client: Client, rates: Any, scheme: str
) -> None:
    rates(upload="2 per hour")
    plain = issue_token(user=UserFactory(group="Moderators"), name="t", scopes=[IMPORT_SCOPE])[1]
    sent = [("Bearer", plain), (scheme, plain), (scheme, f" {plain} ")]
    answers = [
        client.post(IMPORTS, {"mapping": "x"}, headers={"Authorization": f"{one} {token}"})
        for one, token in sent
    ]
    assert [one.status_code for one in answers] == [422, 422, 429]


def test_wrong_api_tokens(client: Client, rates: Any, later: Any) -> None:
    rates(wrong_token="2 per 5 minutes")
    wrong = {"Authorization": "Bearer cou_wrong"}
    answers = [client.get(f"{IMPORTS}/x", headers=wrong).status_code for _ in range(3)]
    assert answers == [401, 401, 429]
    problem = client.post(IMPORTS, {}, headers=wrong)
    assert problem.status_code == 429
    assert problem["Content-Type"] == "application/problem+json"
    assert problem.json()["status"] == 429
    assert int(problem["Retry-After"]) > 0
    good = issue_token(user=UserFactory(group="Moderators"), name="t", scopes=[IMPORT_SCOPE])[1]
    # A system behind the same address, with a token that is good, hears nothing of it.
    found = client.get(f"{IMPORTS}/x", headers={"Authorization": f"Bearer {good}"})
    assert found.status_code == 404
    assert "RateLimit-Remaining" not in found
    later(301)
    assert client.get(f"{IMPORTS}/x", headers=wrong).status_code == 401


def test_uploads_are_limited_by_token(client: Client, rates: Any) -> None:
    rates(upload="2 per hour")
    tokens = [
        issue_token(user=UserFactory(group="Moderators"), name="t", scopes=[IMPORT_SCOPE])[1]
        for _ in range(2)
    ]
    first, second = ({"Authorization": f"Bearer {token}"} for token in tokens)
    answers = [client.post(IMPORTS, {"mapping": "x"}, headers=first) for _ in range(3)]
    assert [one.status_code for one in answers] == [422, 422, 429]
    assert answers[0]["RateLimit-Remaining"] == "1"
    assert client.post(IMPORTS, {"mapping": "x"}, headers=second).status_code == 422
    # Asking how far an import is, is no upload.
    assert client.get(f"{IMPORTS}/x", headers=first).status_code == 404


@pytest.mark.parametrize("base", ["/preview/{}/", "/api/v1/preview/{}"])
def test_guessed_preview_tokens(client: Client, rates: Any, base: str, later: Any) -> None:
    rates(wrong_preview="3 per 5 minutes")
    answers = [client.get(base.format(f"guess{n}")) for n in range(4)]
    assert [one.status_code for one in answers] == [404, 404, 404, 429]
    assert answers[0]["RateLimit-Remaining"] == "2"
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1]["RateLimit-Remaining"] == "0"
    # A frontend asks for all its visitors: who has a good token never pays for the others.
    editor = UserFactory(superuser=True)
    revision = ItemFactory(parent=InstitutionFactory(published=True)).save_revision()
    token = issue_preview_token(revision=revision, user=editor)[1]
    for _ in range(4):
        shown = client.get(base.format(token))
        assert shown.status_code == 200
        assert "RateLimit-Remaining" not in shown
    assert client.get(base.format("guess")).status_code == 429
    later(301)
    assert client.get(base.format("guess")).status_code == 404


def test_reading_is_never_limited(client: Client, rates: Any, settings: Any) -> None:
    rates(**dict.fromkeys(settings.RATE_LIMITS, "1 per hour"))
    item: ItemPage = ItemFactory(published=True)
    client.get("/api/v1/items")
    for path in ("items", f"items/{item.slug}", "items/never-was", "changes", "home"):
        for _ in range(5):
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(f"/api/v1/{path}")
            assert answer.status_code in {200, 404}
            assert "RateLimit-Limit" not in answer
            if answer.status_code == 200:
                assert len(captured) <= 2
    for _ in range(5):
        assert client.get(item.public_path).status_code == 200
        assert client.get(LOGIN).status_code == 200


def test_no_more_is_remembered_than_a_process_can_hold(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counters, "MOST_KEYS", 20)
    for number in range(60):
        sign_in(client, f"user{number}", address=f"192.0.{number}.1")
    storage = counters._limiter().storage
    assert isinstance(storage, counters.BoundedMemory)
    assert len(storage.storage) <= 20
    assert len(storage.expirations) <= 20
    assert sign_in(client, "user59", address="192.0.59.1")["RateLimit-Remaining"] == "8"


def test_counters_that_cannot_be_reached_lock_nobody_out(client: Client, settings: Any) -> None:
    settings.RATE_LIMIT_STORAGE = "redis://127.0.0.1:1/0?socket_connect_timeout=1"
    counters.forget()
    user = UserFactory(superuser=True)
    assert sign_in(client, user.username).status_code == 200
    assert sign_in(client, user.username, PASSWORD).status_code == 302
