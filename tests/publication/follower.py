"""A partner that mirrors the catalogue: it knows nothing but `GET /changes`."""

from typing import Any

import orjson
from django.test import Client

from cms.publication.models import PublishedDocument

Name = tuple[str, str]
# What an answer says of the question, not of the document.
OF_THE_REQUEST = {"requested_locale", "fallback"}


class Follower:
    """Reads the change log and applies what it reads.

    `numbers` are those of the changes it was told, in the order of telling; `mirror` holds the
    documents by (id, locale); `cursor` is where it goes on, None before its first question.
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cursor: str | None = None
        self.numbers: list[int] = []
        self.mirror: dict[Name, dict[str, Any]] = {}

    def poll(self, limit: int = 100) -> int:
        """Ask for one page of the log; returns how many changes it held."""
        query = {"limit": limit} | ({"cursor": self.cursor} if self.cursor else {})
        answer = self.client.get("/api/v1/changes", query)
        assert answer.status_code == 200, answer.content
        body = orjson.loads(answer.content)
        for change in body["changes"]:
            self._apply(change)
        self.cursor = body["next"]
        return len(body["changes"])

    def catch_up(self, limit: int = 100) -> None:
        """Ask until there is nothing new."""
        while self.poll(limit):
            continue

    def _apply(self, change: dict[str, Any]) -> None:
        self.numbers.append(change["seq"])
        name = (change["id"], change["locale"])
        if change["op"] == "withdraw":
            self.mirror.pop(name, None)
        elif "document" in change:
            document = change["document"]
            self.mirror[name] = {
                field: value for field, value in document.items() if field not in OF_THE_REQUEST
            }


def served() -> dict[Name, dict[str, Any]]:
    """Every public document as the API serves it, by (id, locale)."""
    return {
        (str(row.key), row.locale): orjson.loads(bytes(row.body.detail))
        for row in PublishedDocument.objects.select_related("body")
    }
