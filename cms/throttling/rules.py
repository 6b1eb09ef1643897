"""What is throttled: a table of facts. Reads of the public API are not in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cms.throttling.keys import (
    Asked,
    Key,
    by_account,
    by_account_and_address,
    by_address,
    by_session,
    by_token,
)

EVERY = frozenset(range(100, 600))
# What an endpoint answers to an attempt that failed.
WRONG_PASSWORD = frozenset({200})  # the form again, with its errors
WRONG_TOKEN = frozenset({401})
NO_SUCH_PREVIEW = frozenset({404})
SIGNED_IN = frozenset({302})
NEVER: frozenset[int] = frozenset()

LOGIN = re.compile(r"/admin/login/").fullmatch
RESET = re.compile(r"/admin/password_reset/").fullmatch
IMPORTS = re.compile(r"/api/v1/imports(/.*)?").fullmatch
UPLOAD = re.compile(r"/api/v1/imports").fullmatch
COLLECTION = re.compile(r"/documents/authenticate_with_password/\d+/?").fullmatch
PREVIEW = re.compile(r"(/api/v1)?/preview/.+").fullmatch
MEDIA_FACTS = re.compile(r"/admin/media-facts/").fullmatch


@dataclass(frozen=True)
class Rule:
    """One limit: its name in `RATE_LIMITS`, what it is about, whose attempts it counts.

    `counted` are the statuses of answers that use up an attempt, `forgiven` those that give all of
    them back. A limit is asked before the request is answered, and counted after.
    """

    name: str
    methods: frozenset[str]
    path: Callable[[str], object]
    key: Key
    counted: frozenset[int]
    forgiven: frozenset[int] = NEVER

    def about(self, request: Asked) -> bool:
        return request.method in self.methods and bool(self.path(request.path_info))


GET = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
ANY = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})

RULES = (
    Rule(
        "login_account_address",
        POST,
        LOGIN,
        by_account_and_address("username"),
        counted=WRONG_PASSWORD,
        forgiven=SIGNED_IN,
    ),
    Rule(
        "login_account",
        POST,
        LOGIN,
        by_account("username"),
        counted=WRONG_PASSWORD,
        forgiven=SIGNED_IN,
    ),
    Rule("login_address", POST, LOGIN, by_address, counted=WRONG_PASSWORD),
    Rule("password_reset_account", POST, RESET, by_account("email"), counted=EVERY),
    Rule("password_reset_address", POST, RESET, by_address, counted=EVERY),
    Rule("collection_password", POST, COLLECTION, by_address, counted=WRONG_PASSWORD),
    Rule("wrong_token", ANY, IMPORTS, by_address, counted=WRONG_TOKEN),
    Rule("upload", POST, UPLOAD, by_token, counted=EVERY - WRONG_TOKEN),
    Rule("media_facts", GET, MEDIA_FACTS, by_session, counted=EVERY),
    Rule("wrong_preview", ANY, PREVIEW, by_address, counted=NO_SUCH_PREVIEW),
)
