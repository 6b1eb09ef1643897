"""Institutions' systems and reviewers at the door of the authoring API."""

import json
from typing import Any

from django.test import Client

from cms.accounts.models import User
from cms.accounts.tokens import AUTHORING_SCOPES, issue_token
from cms.authoring.models import InstitutionSource, InstitutionToken
from cms.institutions.models import Institution
from tests.factories import InstitutionFactory, UserFactory

BASE = "/api/v1/authoring"
JSON, PATCH, LINES = "application/json", "application/merge-patch+json", "application/x-ndjson"


class System:
    """A client with a token; with `house`, one that is bound to its institution."""

    def __init__(
        self,
        user: User,
        institution: Institution | None = None,
        scopes: Any = AUTHORING_SCOPES,
        source: str = "",
    ) -> None:
        self.user, self.institution = user, institution
        self.token, self.plain = issue_token(user=user, name="test", scopes=list(scopes))
        if institution:
            InstitutionToken.objects.create(token=self.token, institution=institution)
        if institution and source:
            InstitutionSource.objects.get_or_create(name=source, institution=institution)
        self.source = source
        self.client = Client(
            headers={"Authorization": f"Bearer {self.plain}"}, enforce_csrf_checks=True
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{BASE}{path}", headers=headers)

    def send(
        self, method: str, path: str, body: Any = None, *, type: str = JSON, **headers: str
    ) -> Any:
        data = (
            body
            if isinstance(body, bytes)
            else json.dumps(body).encode()
            if body is not None
            else b""
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, f"{BASE}{path}", data, content_type=type, headers=named)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def put(self, external_id: str, body: Any, **headers: str) -> Any:
        return self.send(
            "PUT", f"/items/by-external-id/{self.source}/{external_id}", body, **headers
        )

    def patch(self, key: str, body: Any, etag: str | None = "*", **headers: str) -> Any:
        named = {"If_Match": etag} if etag else {}
        return self.send("PATCH", f"/items/{key}", body, type=PATCH, **named, **headers)

    def batch(self, *lines: Any, **headers: str) -> list[Any]:
        body = b"\n".join(
            one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines
        )
        answer = self.send("POST", "/batches", body, type=LINES, **headers)
        assert answer.status_code == 200, answer.content
        return [json.loads(line) for line in answer.content.splitlines()]


class House:
    """An institution with a page in each language, its members and its system."""

    def __init__(self, name: str = "marees") -> None:
        self.page = InstitutionFactory(published=True, slug=name)
        self.institution: Institution = self.page.institution
        InstitutionFactory(published=True, locale="ru", translation_of=self.page)
        self.editor = self.member("editor")
        self.system = System(self.editor, self.institution, source=f"{name}-cms")

    def member(self, role: str) -> Any:
        return UserFactory(member_of=self.institution, member_of__role=role)


def item(title: str = "Les coulisses", **facts: Any) -> dict[str, Any]:
    """The least that can be sent, and what else is said."""
    texts = facts.pop("texts", {"fr": {"title": title}})
    return {"texts": texts, **facts}


def faults(answer: Any) -> set[tuple[str, str]]:
    return {(one["loc"], one["code"]) for one in answer.json()["errors"]}
