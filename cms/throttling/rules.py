"""What is throttled: a table of facts. Reads of the public API are not in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cms.core.http import Request
from cms.throttling.keys import (
    Key,
    by_account,
    by_account_and_address,
    by_address,
    by_path,
    by_token,
    by_user,
    from_known_browser,
    known_browsers_of,
    unless_known,
)

EVERY = frozenset(range(100, 600))
# What an endpoint answers to an attempt that failed.
WRONG_PASSWORD = frozenset({200})  # the form again, with its errors
WRONG_NAME = frozenset({200})
WRONG_TOKEN = frozenset({401})
NO_SUCH_PREVIEW = frozenset({404})
NO_SUCH_LINK = frozenset({404})
SIGNED_IN = frozenset({302})
NEVER: frozenset[int] = frozenset()

LOGIN = re.compile(r"/admin/login/").fullmatch
RESET = re.compile(r"/admin/password_reset/").fullmatch
TOKENS = re.compile(r"/api/v1/(imports|authoring)(/.*)?").fullmatch
AUTHORING = re.compile(r"/api/v1/authoring(/.*)?").fullmatch
UPLOAD = re.compile(r"/api/v1/imports").fullmatch
COLLECTION = re.compile(r"/documents/authenticate_with_password/\d+/?").fullmatch
MEMBERS = re.compile(r"/admin/institution_records/members/[^/]+/").fullmatch
INVITE = re.compile(r"/admin/institution_records/invit[a-z]+/[^/]+/").fullmatch
PREVIEW = re.compile(r"(/api/v1)?/preview/.+").fullmatch
APPLICATIONS = re.compile(r"/api/v1/applications/?").fullmatch
# Links that were mailed: whoever guesses at them.
MAILED = re.compile(r"/(applications|invitations|review)/[^/]+/(draft/)?").fullmatch
REVIEW = re.compile(r"/review/[^/]+/").fullmatch
LEND = re.compile(r"/admin/moderation/pages/\d+/review-links/").fullmatch
FILES = re.compile(r"/api/v1/authoring/(images|documents)").fullmatch
INVITATION = re.compile(r"/invitations/[^/]+/").fullmatch
MEDIA_FACTS = re.compile(r"/admin/media-facts/").fullmatch


@dataclass(frozen=True)
class Rule:
    """One limit: its name in `RATE_LIMITS`, what it is about, whose attempts it counts.

    `counted` are the statuses of answers that use up an attempt, `forgiven` those that give all of
    them back. A limit is asked before the request is answered, and counted after. Where it is asked
    `afterwards`, it refuses only what would count: of those who share an address, the ones whose
    token is good never hear of the others'.
    """

    name: str
    methods: frozenset[str]
    path: Callable[[str], object]
    key: Key
    counted: frozenset[int]
    forgiven: frozenset[int] = NEVER
    afterwards: bool = False

    def about(self, request: Request) -> bool:
        return request.method in self.methods and bool(self.path(request.path_info))


GET = frozenset({"GET", "HEAD"})
POST = frozenset({"POST"})
ANY = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})


def login(name: str, key: Key, *, forgiven: frozenset[int] = NEVER) -> Rule:
    return Rule(name, POST, LOGIN, key, counted=WRONG_PASSWORD, forgiven=forgiven)


ACCOUNT = by_account("username")
RULES = (
    login("login_known_browser", from_known_browser(ACCOUNT), forgiven=SIGNED_IN),
    login("login_known_browsers", known_browsers_of(ACCOUNT), forgiven=SIGNED_IN),
    login(
        "login_account_address",
        unless_known(ACCOUNT, by_account_and_address("username")),
        forgiven=SIGNED_IN,
    ),
    login("login_account", unless_known(ACCOUNT, ACCOUNT), forgiven=SIGNED_IN),
    login("login_address", unless_known(ACCOUNT, by_address)),
    Rule("password_reset_account", POST, RESET, by_account("email"), counted=EVERY),
    Rule("password_reset_address", POST, RESET, by_address, counted=EVERY),
    Rule("collection_password", POST, COLLECTION, by_address, counted=WRONG_PASSWORD),
    Rule("wrong_token", ANY, TOKENS, by_address, counted=WRONG_TOKEN, afterwards=True),
    Rule("authoring", ANY, AUTHORING, by_token, counted=EVERY - WRONG_TOKEN),
    Rule("upload", POST, UPLOAD, by_token, counted=EVERY - WRONG_TOKEN),
    Rule("file", POST, FILES, by_token, counted=EVERY - WRONG_TOKEN),
    Rule("wrong_preview", ANY, PREVIEW, by_address, counted=NO_SUCH_PREVIEW, afterwards=True),
    Rule("application", POST, APPLICATIONS, by_address, counted=EVERY),
    Rule("invited_account", POST, INVITATION, by_address, counted=WRONG_NAME),
    Rule("wrong_link", ANY, MAILED, by_address, counted=NO_SUCH_LINK, afterwards=True),
    Rule("review_by_link", POST, REVIEW, by_path, counted=EVERY),
)
# Asked when it is known who has signed in.
RULES_OF_PEOPLE = (
    Rule("member_name", POST, MEMBERS, by_user, counted=WRONG_NAME),
    Rule("invitation", POST, INVITE, by_user, counted=EVERY),
    Rule("review_link", POST, LEND, by_user, counted=EVERY),
    Rule("media_facts", GET, MEDIA_FACTS, by_user, counted=EVERY),
)
