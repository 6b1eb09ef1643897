"""Drafts as the documents they would become, and the tokens that open one to a frontend."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

import orjson
from django.utils.crypto import salted_hmac
from wagtail.models import Page, Revision

from cms.core import clock
from cms.publication.copies.building import Building
from cms.publication.models import PreviewToken

LIFETIME = timedelta(hours=24)
STANDING = timedelta(hours=2)


def draft_document(page: Page) -> dict[str, Any]:
    """The detail document `page` would publish, unsaved changes included."""
    copy = Building(clock.now()).copy(page, draft=True)
    document: dict[str, Any] = orjson.loads(copy.detail)
    return {"requested_locale": copy.locale, "fallback": False} | document


def issue_preview_token(
    *, revision: Revision, user: Any, lifetime: timedelta = LIFETIME
) -> tuple[PreviewToken, str]:
    """A token for one revision and its plain text, which is kept nowhere."""
    plain = secrets.token_urlsafe(24)
    token = PreviewToken.objects.create(
        revision=revision,
        created_by=user,
        digest=_digest(plain),
        expires_at=clock.now() + lifetime,
    )
    return token, plain


def standing_preview_token(*, revision: Revision, user: Any) -> str:
    """The plain text of the token with which the admin itself shows `user` this revision.

    The same for an hour, since a preview panel asks at every pause in typing; a new one when it
    was revoked.
    """
    now = clock.now()
    named = f"{revision.pk}:{user.pk}:{now:%Y%m%d%H}"
    plain = salted_hmac("cms.publication.preview", named, algorithm="sha256").hexdigest()
    token, _created = PreviewToken.objects.get_or_create(
        digest=_digest(plain),
        defaults={"revision": revision, "created_by": user, "expires_at": now + STANDING},
    )
    if token.revoked_at:
        return issue_preview_token(revision=revision, user=user, lifetime=STANDING)[1]
    return plain


def open_preview(plain: str) -> dict[str, Any] | None:
    """The draft a token opens; None when it is unknown, expired or revoked.

    Or when whoever made it may no longer edit the page: a token lends a right, and dies with it.
    """
    token = (
        PreviewToken.objects.select_related("revision", "created_by")
        .filter(digest=_digest(plain), revoked_at__isnull=True, expires_at__gt=clock.now())
        .first()
    )
    page = token.revision.as_object() if token else None
    if token is None or not is_backed(token, page):
        return None
    return draft_document(page)


def is_backed(token: PreviewToken, page: Any) -> bool:
    """Whether whoever made the token may still edit the page."""
    return bool(
        token.created_by is not None and page.permissions_for_user(token.created_by).can_edit()
    )


def revoke_preview_token(token: PreviewToken) -> None:
    """From now on the token opens nothing."""
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
