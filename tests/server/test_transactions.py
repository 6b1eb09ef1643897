"""One request, one transaction; what was rolled back is not announced."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content_pages.models import ItemPage
from tests.admin.conftest import form_of, signed_in
from tests.editorial.ground import approve_at_desk
from tests.factories import InstitutionFactory, ItemFactory, UserFactory
from tests.factories.people import PASSWORD
from tests.institutions.applicants import delivered
from tests.server.conftest import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)

LOG = 'INTO "publication_change"'


@contextmanager
def failing(statement: str, error: DatabaseError) -> Iterator[None]:
    """The database refuses statements that contain this, as when its disk is full."""

    def execute(run: Any, sql: str, *arguments: Any) -> Any:
        if statement in sql:
            raise error
        return run(sql, *arguments)

    with connection.execute_wrapper(execute):
        yield


@pytest.fixture
def item() -> ItemPage:
    return ItemFactory(published=True, parent=InstitutionFactory(published=True), title="Le Musée")


@pytest.fixture
def client() -> Client:
    client = signed_in(UserFactory(superuser=True, language="en"))
    client.raise_request_exception = False
    return client


def _messages(client: Client) -> str:
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    return " ".join(one.get_text(" ", strip=True) for one in page.select(".messages ul"))


def _unpublish(client: Client, page: ItemPage) -> Any:
    return client.post(f"/admin/pages/{page.pk}/unpublish/")


def test_what_was_done_is_announced(client: Client, item: ItemPage) -> None:
    assert _unpublish(client, item).status_code == 302
    assert "Le Musée" in _messages(client)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (DatabaseError("database or disk is full"), 500),
        (OperationalError("database is locked"), 503),
    ],
)
def test_what_was_rolled_back_is_not(
    client: Client, item: ItemPage, error: DatabaseError, status: int
) -> None:
    with failing(LOG, error):
        assert _unpublish(client, item).status_code == status
    assert ItemPage.objects.get(pk=item.pk).live
    assert "Le Musée" not in _messages(client)


def test_what_an_earlier_request_announced_is_still_shown(client: Client, item: ItemPage) -> None:
    other = ItemFactory(published=True, parent=item.get_parent(), title="Le Théâtre")
    assert _unpublish(client, other).status_code == 302
    with failing(LOG, DatabaseError("database or disk is full")):
        assert _unpublish(client, item).status_code == 500
    said = _messages(client)
    assert "Le Théâtre" in said
    assert "Le Musée" not in said


@pytest.mark.usefixtures("no_workflow")
def test_a_refusal_drops_nothing_that_waits_to_be_shown(client: Client, item: ItemPage) -> None:
    other = ItemFactory(published=True, parent=item.get_parent(), title="Le Théâtre")
    assert _unpublish(client, other).status_code == 302
    bare = ItemFactory(bare=True, parent=item.get_parent(), title="Sans rien")
    bare.save_revision()
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={bare.pk}&next=/admin/", {})
    said = _messages(client)
    assert "Le Théâtre" in said
    assert "is not published" in said
    assert "has been published" not in said


@pytest.mark.usefixtures("no_workflow")
def test_a_refusal_says_only_that(client: Client, item: ItemPage) -> None:
    """Publishing in bulk: the first is published and announced, the second refused, both undone."""
    bare = ItemFactory(bare=True, parent=item.get_parent(), title="Sans rien")
    bare.save_revision()
    answer = client.post(f"/admin/bulk/wagtailcore/page/publish/?id={bare.pk}&next=/admin/", {})
    assert answer.status_code == 302
    said = _messages(client)
    assert "is not published" in said
    assert "has been published" not in said
    assert not ItemPage.objects.get(pk=bare.pk).live


def test_no_mail_tells_of_an_approval_that_was_undone(settings: Any, item: ItemPage) -> None:
    settings.EMAIL_BACKEND = "cms.core.mail.AfterCommit"
    settings.MAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
    house = item.get_parent().specific.institution
    author = UserFactory(member_of=house, member_of__role="editor", language="en")
    moderator = signed_in(UserFactory(superuser=True, language="en"))
    moderator.raise_request_exception = False
    item.title = "Revu"
    item.save_revision(user=author)
    item.get_parent().get_workflow().start(item, author)
    mail.outbox.clear()
    with failing(LOG, DatabaseError("database or disk is full")):
        assert approve_at_desk(moderator, item).status_code == 500
    assert delivered() == []
    assert approve_at_desk(moderator, item).status_code == 302
    # That it is approved, and that it is the first of its institution.
    assert [message.to for message in delivered()] == [[author.email]] * 2


def _begins(captured: CaptureQueriesContext) -> int:
    return sum(one["sql"].startswith("BEGIN") for one in captured)


def test_only_who_has_signed_in_and_writes_opens_a_transaction(item: ItemPage) -> None:
    stranger, user = Client(), UserFactory(superuser=True, language="en")
    posts: list[tuple[str, dict[str, str]]] = [
        ("/admin/login/", {"username": user.username, "password": "wrong"}),
        ("/admin/password_reset/", {"email": "nobody@example.org"}),
        (f"/admin/pages/{item.pk}/edit/", {"title": "x"}),
        ("/admin/logout/", {}),
        ("/fr/", {}),
        ("/api/v1/items", {}),
    ]
    for path, data in posts:
        with CaptureQueriesContext(connection) as captured:
            stranger.post(path, data)
        assert _begins(captured) == 0, path
    with CaptureQueriesContext(connection) as captured:
        stranger.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    # The session's row and the date of the last login, each in a transaction of its own.
    assert _begins(captured) == 2
    with CaptureQueriesContext(connection) as captured:
        _unpublish(stranger, item)
    assert _begins(captured) == 1


def test_a_body_that_cannot_be_taken_opens_no_transaction(
    client: Client, item: ItemPage, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000
    address = f"/admin/pages/{item.pk}/edit/"
    form = form_of(client, address) | {"summary": "x" * 6_000}
    with CaptureQueriesContext(connection) as captured:
        answer = client.post(address, form, content_type="application/json")
        assert answer.status_code == 413
        broken = client.post(address, b"--x", content_type="multipart/form-data")
        assert broken.status_code == 400
    assert _begins(captured) == 0


SESSION = 'UPDATE "django_session"'
LOCKED = OperationalError("database is locked")


def test_what_was_done_before_the_session_was_lost_is_not_offered_again(
    client: Client, item: ItemPage, settings: Any
) -> None:
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
    with failing(SESSION, LOCKED):
        answer = _unpublish(client, item)
    assert not ItemPage.objects.get(pk=item.pk).live
    assert answer.status_code == 503
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one("form") is None
    assert "Nothing was saved" not in page.text
    assert "was accepted" in page.text
    onward = page.select_one("main a")
    assert onward is not None
    assert client.get(str(onward["href"])).status_code == 200


def test_a_script_gets_the_answer_itself(client: Client, item: ItemPage, settings: Any) -> None:
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
    with failing(SESSION, LOCKED):
        answer = client.post(
            f"/admin/pages/{item.pk}/unpublish/", headers={"X-Requested-With": "XMLHttpRequest"}
        )
    assert answer.status_code == 302
    assert not ItemPage.objects.get(pk=item.pk).live


def test_who_could_not_be_signed_in_is_told_so_and_no_password_is_written_down() -> None:
    user, stranger = UserFactory(superuser=True, language="en"), Client()
    form = {"username": user.username, "password": PASSWORD}
    for statement, words in ((SESSION, "was accepted"), ('INTO "django_session"', "Nothing was")):
        with failing(statement, LOCKED):
            answer = stranger.post("/admin/login/", form)
        assert answer.status_code == 503
        assert words in answer.content.decode()
        assert PASSWORD not in answer.content.decode()
        assert BeautifulSoup(answer.content, "html.parser").select_one("form") is None
        assert stranger.get("/admin/").status_code == 302
    assert stranger.post("/admin/login/", form).status_code == 302
    assert stranger.get("/admin/").status_code == 200


def test_another_error_of_the_session_stays_one(client: Client, item: ItemPage) -> None:
    with failing('INTO "django_session"', OperationalError("disk I/O error")):
        form = {"username": UserFactory(superuser=True).username, "password": PASSWORD}
        answer = Client(raise_request_exception=False).post("/admin/login/", form)
    assert answer.status_code == 500


def test_the_page_that_offers_a_form_again_writes_no_password_down(client: Client) -> None:
    address = reverse("wagtailusers_users:add")
    form = {
        "username": "neuf",
        "email": "neuf@example.org",
        "first_name": "N",
        "last_name": "Euf",
        "password1": "un-mot-tres-secret",
        "password2": "un-mot-tres-secret",
    }
    with failing('INTO "accounts_user"', LOCKED):
        answer = client.post(address, form)
    assert answer.status_code == 503
    assert "tres-secret" not in answer.content.decode()
    assert "neuf@example.org" not in answer.content.decode()
    assert client.post(address, form).status_code == 302


@pytest.fixture
def silent_mail_server() -> Iterator[int]:
    """Takes connections and says nothing; its port. Hangs up when a test waits for it too long."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        opened: list[socket.socket] = []

        def accept() -> None:
            with suppress(OSError):
                while True:
                    opened.append(listening.accept()[0])

        def hang_up() -> None:
            for one in opened:
                one.close()

        threading.Thread(target=accept, daemon=True).start()
        guard = threading.Timer(PATIENCE, hang_up)
        guard.start()
        yield int(listening.getsockname()[1])
        assert not guard.finished.is_set(), "the request waited for the mail server"
        guard.cancel()
        assert opened, "nobody came"
        hang_up()
        listening.shutdown(socket.SHUT_RDWR)


def test_a_mail_server_that_says_nothing_keeps_no_thread(
    settings: Any, silent_mail_server: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert 0 < settings.EMAIL_TIMEOUT < PATIENCE
    settings.EMAIL_TIMEOUT = 1  # the wait itself is not what is tested
    settings.EMAIL_BACKEND = "cms.core.mail.AfterCommit"
    settings.MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", silent_mail_server
    user = UserFactory(superuser=True, email="somebody@example.org")
    answer = Client().post("/admin/password_reset/", {"email": user.email})
    assert answer.status_code == 302
    assert "timed out" in caplog.text
