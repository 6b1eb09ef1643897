"""Every operation of the APIs that write, as their own documents and the resolver give them."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import cycle
from typing import Any
from urllib.parse import quote

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image as Picture

from cms.api import authoring_api, imports_api
from cms.authoring.rest.acts import TABLE
from cms.core.locales import content_locales
from tests.admin.leaks.addresses import walk
from tests.admin.leaks.holdings import EXTERNAL_ID

Ids = Mapping[str, Any]
JSON, PATCH, LINES = "application/json", "application/merge-patch+json", "application/x-ndjson"
# Below these every address of the resolver is an operation, or one of `PLAIN`.
WRITTEN = ("api/v1/imports", "api/v1/authoring")
# Addresses that name nothing and take nothing: the documents, and what is no address.
PLAIN = {
    "api/v1/imports/openapi.json",
    "api/v1/authoring/openapi.json",
    "api/v1/authoring",
    "api/v1/authoring/<path:path>",
}
# What a part of an address names, by the address's beginning: kinds of `House.ids`.
NAMED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("items", "key"): ("key", "live_key", "second_key", "section_key"),
    ("items", "source"): ("source",),
    ("items", "external_id"): ("external_id",),
    ("images", "key"): ("image", "document"),
    ("documents", "key"): ("document", "image"),
    ("pages", "key"): ("key", "live_key", "second_key", "section_key"),
    ("pages", "locale"): ("locale",),
    ("imports", "uid"): ("import_uid",),
}
Sent = tuple[bytes, str]


@dataclass(frozen=True)
class Call:
    """One request to an operation; `named` where its address names what may be another's."""

    operation: str
    method: str
    path: str
    body: bytes = b""
    type: str = JSON
    named: bool = False
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.operation}: {self.method} {self.path} {self.body[:300]!r}"

    def answered(self, client: Client, token: str = "") -> Any:
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        return client.generic(
            self.method, self.path, self.body, self.type, headers={**self.headers, **bearer}
        )


def operations() -> dict[str, tuple[str, str]]:
    """Name of an operation → its method and address."""
    return {
        told["operationId"]: (method.upper(), path)
        for api in (authoring_api, imports_api)
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, told in methods.items()
    }


def undescribed() -> list[str]:
    """Addresses of the resolver that no operation has."""
    known = {path.replace("{", "<").replace("}", ">") for _method, path in operations().values()}
    return [
        route
        for _name, route, _pattern in walk()
        if route.startswith(WRITTEN)
        and route not in PLAIN
        and f"/{route.replace('path:', '')}" not in known
    ]


def calls(ids: Ids, theirs: Ids) -> Iterator[Call]:
    """Every operation on what `ids` names, sent what names what is theirs.

    Raises LookupError for an operation, or a part of an address, that nobody has a case for.
    """
    for operation, (method, path) in operations().items():
        bodies, headers = _bodies(operation, ids, theirs), _headers(method, theirs)
        for number, address in enumerate(_addresses(path, ids)):
            # Where the address is not there nobody reads what is sent.
            some = bodies[:1] if number or (ids is theirs and "{" in path) else bodies
            for body, kind in some:
                yield Call(operation, method, address, body, kind, "{" in path, headers)


def _headers(method: str, theirs: Ids) -> dict[str, str]:
    """With the key their own system has used."""
    if method == "POST":
        return {"Idempotency-Key": str(theirs["order"])}
    return {"If-Match": "*"} if method == "PATCH" else {}


def _addresses(path: str, ids: Ids) -> Iterator[str]:
    """The address with everything its parts may be, one part at a time."""
    names = [part.partition("}")[0] for part in path.split("{")[1:]]
    first = path.removeprefix("/api/v1/").removeprefix("authoring/").partition("/")[0]
    choices = {name: _values(first, name, ids) for name in names}
    usual = {name: values[0] for name, values in choices.items()}
    others = [{name: one} for name, values in choices.items() for one in values[1:]]
    for other in ({}, *others):
        values = {**usual, **other}
        yield path.format(**{name: quote(value, safe="") for name, value in values.items()})


def _values(first: str, name: str, ids: Ids) -> list[str]:
    if (first, name) not in NAMED:
        raise LookupError(f"{first}/{{{name}}}: what is it? Say so in NAMED.")
    if name == "locale":
        return list(content_locales())
    if name == "external_id":
        return [EXTERNAL_ID, "9"]  # one there is, and one that would be made
    return [str(ids[kind]) for kind in NAMED[first, name]]


def _bodies(operation: str, ids: Ids, theirs: Ids) -> list[Sent]:
    if operation not in CASES:
        raise LookupError(f"{operation}: what is it sent? Say so in CASES.")
    return CASES[operation](ids, theirs)


def _nothing(ids: Ids, theirs: Ids) -> list[Sent]:
    return [(b"", JSON)]


def _json(said: Any, kind: str = JSON) -> Sent:
    return json.dumps(said).encode(), kind


def _items(theirs: Ids) -> Iterator[dict[str, Any]]:
    """An item that names what is theirs, one thing at a time."""
    ties = (
        {"id": theirs["key"]},
        {"id": theirs["second_key"]},
        {"source": theirs["source"], "external_id": EXTERNAL_ID},
    )
    file = {"document": theirs["document"], "title": "x"}
    media = [{"type": "file", "value": file}]
    figure = [{"type": "image", "value": {"image": theirs["image"], "alt": "x"}}]
    yield {}
    yield {"institution": theirs["section_key"]}
    yield {"institution": theirs["section_slug"]}
    yield {"image": theirs["image"]}
    yield {"partners": [{"id": theirs["section_key"]}]}
    yield {"programmes": [{"id": theirs["key"]}]}
    yield from ({"related": [tie]} for tie in ties)
    for blocks in ({"media": media}, {"body": figure}):
        yield {"texts": {"fr": {"title": "Nostrum", **blocks}}}


def _put(ids: Ids, theirs: Ids) -> list[Sent]:
    base = {"texts": {"fr": {"title": "Nostrum"}}}
    return [_json({**base, **one}) for one in _items(theirs)]


def _patch(ids: Ids, theirs: Ids) -> list[Sent]:
    return [_json(one, PATCH) for one in _items(theirs)]


def _batch(ids: Ids, theirs: Ids) -> list[Sent]:
    base = {"texts": {"fr": {"title": "Nostrum"}}}
    named = [(ids["source"], "9"), (theirs["source"], EXTERNAL_ID), (ids["source"], EXTERNAL_ID)]
    lines = [
        json.dumps({**base, **one, "source": source, "external_id": number}).encode()
        for (source, number), one in zip(cycle(named), _items(theirs), strict=False)
    ]
    return [(b"\n".join(lines), LINES)]


def _upload(content: bytes, name: str) -> Callable[[Ids, Ids], list[Sent]]:
    def sent(ids: Ids, theirs: Ids) -> list[Sent]:
        return [
            _form({"file": _file(content, name), "title": "Nostrum", **more})
            for more in ({"institution": theirs["record_key"]}, {})
        ]

    return sent


def _import(ids: Ids, theirs: Ids) -> list[Sent]:
    fields = {"mapping": "culture_gouv", "publish": "true"}
    return [_form({"file": _file(b"id;titre\n1;x\n", "x.csv"), **fields})]


def _form(fields: dict[str, Any]) -> Sent:
    return encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT


def _file(content: bytes, name: str) -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def _picture() -> bytes:
    made = BytesIO()
    Picture.new("RGB", (8, 8), "navy").save(made, "PNG")
    return made.getvalue()


REASONS = [{"code": "spelling", "field": "texts.fr.title", "text": "x"}]
# What each act is sent, filled with what is theirs.
ACTS: Mapping[str, dict[str, Any]] = {
    "submit": {"note": "x"},
    "withdraw": {"note": "x"},
    "comment": {"text": "x"},
    "claim": {"review": "editorial"},
    "release": {"review": "editorial"},
    "assign": {"to": "{username}", "review": "editorial"},
    "approve": {"digest": "{digest}", "review": "editorial"},
    "request_changes": {"reasons": REASONS, "public_text": "x"},
    "reject": {"reasons": REASONS, "public_text": "x"},
    "publish_emergency": {"reason": "x"},
    "take_down": {"reasons": REASONS},
    "withdraw_from_portal": {"reason": "x"},
    "cancel_occurrence": {"uid": "{occurrence}", "status": "cancelled"},
}


def _act(code: str) -> Callable[[Ids, Ids], list[Sent]]:
    def sent(ids: Ids, theirs: Ids) -> list[Sent]:
        said = {
            name: value.format(**theirs) if isinstance(value, str) else value
            for name, value in ACTS[code].items()
        }
        return [_json(said)]

    return sent


CASES: Mapping[str, Callable[[Ids, Ids], list[Sent]]] = {
    **dict.fromkeys(("getCaller", "listItems", "getItem", "getItemByExternalId"), _nothing),
    **dict.fromkeys(("getImage", "getDocument", "getStatus", "getHistory"), _nothing),
    **dict.fromkeys(("getImport", "getImportReport"), _nothing),
    "putItemByExternalId": _put,
    "patchItem": _patch,
    "postBatch": _batch,
    "uploadImage": _upload(_picture(), "x.png"),
    "uploadDocument": _upload(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "x.ics"),
    "createImport": _import,
    **{f"{act.code}Page": _act(act.code) for act in TABLE if act.code in ACTS},
}
