"""Browsers from which somebody has signed in before: strangers' attempts do not lock them out.

A browser that signs in is given a signed cookie, good for that account at the sign-in alone. It
opens nothing: who carries it has attempts of their own, few enough that a stolen one is of no use
(OWASP, "Slow down online guessing attacks with device cookies").
"""

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse
from django.urls import reverse

COOKIE = "known_browser"
SALT = "cms.throttling.known_browsers"
KEPT_SECONDS = 180 * 24 * 3600
NONCE_BYTES = 12


def known_as(request: Any) -> tuple[str, str] | None:
    """The account that has signed in from this browser last, and the browser's own name."""
    try:
        account, browser = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_SECONDS
        )
    except (signing.BadSignature, ValueError):
        return None
    return str(account), str(browser)


def remember(response: HttpResponse, account: str) -> None:
    """The browser that gets this answer is known from now on, under a new name."""
    response.set_cookie(
        COOKIE,
        signing.dumps([account, secrets.token_hex(NONCE_BYTES)], salt=SALT),
        max_age=KEPT_SECONDS,
        path=reverse("wagtailadmin_login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
