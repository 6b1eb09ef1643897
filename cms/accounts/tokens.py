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
SCOPES = (IMPORT_SCOPE,)
NOTED_EVERY = timedelta(hours=1)


def issue_token(
    *, user: User, name: str, scopes: list[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new token and its plain text, which is kept nowhere. Raises ValueError: unknown scope."""
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise ValueError(f"Unknown scope: {unknown[0]}.")
    plain = PREFIX + secrets.token_urlsafe(32)
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
    token = ApiToken.objects.usable().select_related("user").filter(digest=_digest(plain)).first()
    if token is None:
        return None
    if scope not in token.scopes:
        raise InsufficientScope(scope)
    _note_use(token)
    return token


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
