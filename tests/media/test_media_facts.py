"""What the form asks about a pasted address; the platform is a server of the test's own."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from cms.media.providers import provider_of
from tests.media.conftest import MEMBERS

pytestmark = pytest.mark.django_db

FILM = "https://youtu.be/aqz-KE-bpKQ"
FILM_ID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"
TOLD = {
    "type": "video",
    "title": "  Les coulisses\nde l'opéra ",
    "duration": 312,
    "thumbnail_url": "https://i.ytimg.com/vi/aqz-KE-bpKQ/hqdefault.jpg",
}


SAYS_NOTHING = "The platform says nothing of this address: check it, or fill in title and duration."
UNREACHABLE = "The platform could not be reached: fill in title and duration."


class Platform(HTTPServer):
    """Answers `body` with `status` and `headers` to whatever it is asked, and remembers it."""

    status = 200
    body = json.dumps(TOLD).encode()
    headers: dict[str, str] = {}

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[dict[str, list[str]]] = []

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/oembed"


class Answer(BaseHTTPRequestHandler):
    server: Platform

    def do_GET(self) -> None:
        self.server.asked.append(parse_qs(urlsplit(self.path).query))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Not on the test's output."""


@pytest.fixture
def platform(settings: Any) -> Iterator[Platform]:
    with Platform() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.OEMBED_ENDPOINTS = {"youtu.be": server.endpoint}
        yield server
        server.shutdown()
        thread.join()


def facts(client: Client, address: str = FILM) -> Any:
    return client.get("/admin/media-facts/", {"url": address})


@pytest.mark.parametrize("role", MEMBERS)
def test_who_edits_is_told_what_the_platform_says(
    people: dict[str, Client], platform: Platform, role: str
) -> None:
    response = facts(people[role])
    assert response.json() == {
        "provider": "youtube",
        "title": "Les coulisses de l'opéra",
        "duration_seconds": 312,
        "thumbnail_url": TOLD["thumbnail_url"],
        "message": "",
    }
    assert "no-store" in response["Cache-Control"]
    watched = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    assert platform.asked == [{"url": [watched], "format": ["json"]}]


def test_nobody_asks_without_signing_in(people: dict[str, Client], platform: Platform) -> None:
    response = facts(people["anonymous"])
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]
    assert platform.asked == []


def test_a_question_is_asked_once(people: dict[str, Client], platform: Platform) -> None:
    assert facts(people["editor"]).json() == facts(people["manager"]).json()
    assert len(platform.asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "headers", "said"),
    [
        (404, b"Not Found", {}, SAYS_NOTHING),
        (401, b"Private", {}, SAYS_NOTHING),
        (200, b"<html>", {}, SAYS_NOTHING),
        (200, b"[]", {}, SAYS_NOTHING),
        (200, b"{}", {}, SAYS_NOTHING),
        (200, b"\xff\xfe", {}, SAYS_NOTHING),
        (200, b"[" * 100_000, {}, SAYS_NOTHING),
        (200, b"{" + b" " * 200_000 + b"}", {}, SAYS_NOTHING),
        (200, b"{}", {"Content-Length": "900"}, UNREACHABLE),
        (200, b"", {"Transfer-Encoding": "chunked"}, UNREACHABLE),
        (429, b"Too many", {}, UNREACHABLE),
        (503, b"Busy", {}, UNREACHABLE),
    ],
)
def test_what_a_platform_does_not_tell_is_said_plainly(
    people: dict[str, Client],
    platform: Platform,
    status: int,
    body: bytes,
    headers: dict[str, str],
    said: str,
) -> None:
    platform.status, platform.body, platform.headers = status, body, headers
    for _asked in range(2):  # it is remembered as what it was
        told = facts(people["editor"]).json()
        assert (told["provider"], told["title"]) == ("youtube", "")
        assert told["message"] == said
    assert len(platform.asked) == 1


def test_a_redirection_leads_nowhere(people: dict[str, Client], platform: Platform) -> None:
    platform.status, platform.headers = 302, {"Location": platform.endpoint + "/secret"}
    assert facts(people["editor"]).json()["title"] == ""
    assert len(platform.asked) == 1


def test_a_platform_that_is_down_keeps_nobody(people: dict[str, Client], settings: Any) -> None:
    settings.OEMBED_ENDPOINTS = {"youtu.be": "http://127.0.0.1:9/oembed"}
    told = facts(people["editor"]).json()
    assert told["message"] == UNREACHABLE


@pytest.mark.parametrize(
    ("said", "seconds", "picture"),
    [
        ({"duration": -5}, None, TOLD["thumbnail_url"]),
        ({"duration": "312"}, None, TOLD["thumbnail_url"]),
        ({"duration": True}, None, TOLD["thumbnail_url"]),
        ({"duration": 10**30}, None, TOLD["thumbnail_url"]),
        ({"duration": 61.6}, 62, TOLD["thumbnail_url"]),
        ({"thumbnail_url": "javascript:alert(1)"}, 312, ""),
        ({"thumbnail_url": ["https://example.org/"]}, 312, ""),
        ({"title": None}, 312, TOLD["thumbnail_url"]),
    ],
)
def test_an_odd_answer_fills_what_can_be_kept(
    people: dict[str, Client],
    platform: Platform,
    said: dict[str, Any],
    seconds: int | None,
    picture: str,
) -> None:
    platform.body = json.dumps(TOLD | said).encode()
    told = facts(people["editor"]).json()
    assert (told["duration_seconds"], told["thumbnail_url"]) == (seconds, picture)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "youtu.be/aqz-KE-bpKQ",
        "ftp://youtu.be/a",
        "file:///etc/passwd",
        "https://me:secret@youtu.be/a",
        "http://[::1",
        "https://youtu.be/" + "a" * 2000,
    ],
)
def test_what_is_no_address_is_refused(
    people: dict[str, Client], platform: Platform, address: str
) -> None:
    response = facts(people["editor"], address)
    assert response.status_code == 400
    assert "https://" in response.json()["message"]
    assert platform.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/admin/",
        "http://169.254.169.254/latest/meta-data/",
        "https://youtu.be.example.org/aqz-KE-bpKQ",
        "https://www.arte.tv/fr/videos/012345-000-A/",
    ],
)
def test_only_known_endpoints_are_asked(
    people: dict[str, Client], platform: Platform, address: str
) -> None:
    told = facts(people["editor"], address).json()
    assert told["title"] == ""
    assert told["message"].startswith("This site tells nothing")
    assert platform.asked == []


def test_who_asks_too_often_waits(
    people: dict[str, Client], platform: Platform, settings: Any
) -> None:
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"media_facts": "2 per hour"}
    assert [facts(people["editor"]).status_code for _ in range(3)] == [200, 200, 429]
    assert facts(people["manager"]).status_code == 200


@pytest.mark.parametrize(
    ("said", "provider"), [("own", "own"), ("", "other"), ("x" * 900, "other")]
)
def test_what_is_chosen_stays_where_the_host_is_not_known(
    people: dict[str, Client], said: str, provider: str
) -> None:
    asked = {"url": "https://musee.example.org/film", "provider": said}
    assert people["editor"].get("/admin/media-facts/", asked).json()["provider"] == provider


@pytest.mark.parametrize(
    ("address", "said", "provider"),
    [
        ("https://www.youtube.com/watch?v=aqz-KE-bpKQ", "other", "youtube"),
        ("https://youtu.be/aqz-KE-bpKQ?t=4", "other", "youtube"),
        ("https://m.youtube.com/shorts/aqz-KE-bpKQ", "other", "youtube"),
        ("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ", "own", "youtube"),
        ("HTTPS://YOUTU.BE./aqz-KE-bpKQ", None, "youtube"),
        ("https://player.vimeo.com/video/76979871", "", "vimeo"),
        ("https://dai.ly/x8m5e1f", "", "dailymotion"),
        ("https://geo.dailymotion.com/player.html?video=x8m5e1f", "", "dailymotion"),
        ("https://rutube.ru/video/a1b2c3/", "", "rutube"),
        ("https://vk.com/video-1_2", "", "vk_video"),
        ("https://vkvideo.ru/video-1_2", "", "vk_video"),
        ("https://www.arte.tv/fr/videos/1/", "", "arte"),
        (f"https://video.example.org/videos/watch/{FILM_ID}", "other", "peertube"),
        ("https://video.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv", "", "peertube"),
        ("https://video.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv", "own", "own"),
        ("https://musee.example.org/film", "own", "own"),
        ("https://musee.example.org/film", "", "other"),
        ("https://notyoutube.com/watch?v=aqz-KE-bpKQ", "", "other"),
        ("https://youtube.com.example.org/watch", "", "other"),
        ("http://[::1", "", "other"),
    ],
)
def test_the_address_says_who_hosts_it(address: str, said: str | None, provider: str) -> None:
    assert provider_of(address, said) == provider
