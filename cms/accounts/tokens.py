"""Bearer tokens: issue, present, revoke. A token is `cou_` and 32 random bytes, seen once."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q

from cms.accounts.models import ApiToken, User
from cms.core import clock
from cms.core.database import if_idle

PREFIX = "cou_"
IMPORT_SCOPE = "imports:write"
# Of the authoring API: reading implies nothing, writing implies reading.
READ_SCOPE, WRITE_SCOPE = "items:read", "items:write"
MEDIA_SCOPE = "media:write"
MODERATION_SCOPE = "moderation:write"
AUTHORING_SCOPES = (READ_SCOPE, WRITE_SCOPE, MEDIA_SCOPE, MODERATION_SCOPE)
SCOPES = (IMPORT_SCOPE, *AUTHORING_SCOPES)
NOTED_EVERY = timedelta(hours=1)


def issue_token(
    *,
    user: User,
    name: str,
    scopes: list[str],
    expires_at: datetime | None = None,
    plain: str | None = None,
) -> tuple[ApiToken, str]:
    """A new token and its plain text, which is kept nowhere. Raises ValueError: unknown scope.

    `plain` is for a token that is no secret, as the demo's.
    """
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise ValueError(f"Unknown scope: {unknown[0]}.")
    plain = plain or PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name,
        prefix=plain[:8],
        digest=_digest(plain),
        scopes=scopes,
        expires_at=expires_at,
    )
    return token, plain


class InsufficientScope(PermissionError):
    """A good token, but not for this (RFC 6750 §3.1)."""


def present_token(plain: str, *, scope: str) -> ApiToken | None:
    """The usable token behind `plain`; raises InsufficientScope when it lacks `scope`."""
    token = known_token(plain)
    if token is not None:
        require_scope(token, scope)
    return token


def known_token(plain: str) -> ApiToken | None:
    """The usable token behind `plain`, whatever it may be used for."""
    token = ApiToken.objects.usable().select_related("user").filter(digest=_digest(plain)).first()
    if token is not None:
        _note_use(token)
    return token


def require_scope(token: ApiToken, *any_of: str) -> None:
    """Raises InsufficientScope, which names the first, when the token has none of these."""
    if not set(any_of) & set(token.scopes):
        raise InsufficientScope(any_of[0])


def _note_use(token: ApiToken) -> None:
    """At most once an hour, and only while nobody else writes: presenting a token is a read."""
    long_ago = clock.now() - NOTED_EVERY
    if token.last_used_at is not None and token.last_used_at > long_ago:
        return
    unnoted = ApiToken.objects.filter(
        Q(last_used_at__isnull=True) | Q(last_used_at__lte=long_ago), pk=token.pk
    )
    if_idle(lambda: unnoted.update(last_used_at=clock.now()))


def revoke_token(token: ApiToken) -> None:
    """From now on the token opens nothing."""
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at", "updated_at"])


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
