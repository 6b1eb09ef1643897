"""Who calls: the user of a token, bound to one institution or not."""

from dataclasses import dataclass

from django.http import HttpRequest
from ninja.security import HttpBearer

from cms.accounts.models import ApiToken, User
from cms.accounts.tokens import InsufficientScope, known_token, require_scope
from cms.authoring.models import InstitutionSource, InstitutionToken
from cms.core.problems import Fault, Forbidden, NotFound
from cms.core.visibility import sees_everything
from cms.institutions.models import Institution, Membership
from cms.publication.authored.port import Author, ItemName


@dataclass(frozen=True)
class Caller:
    """A usable token; with an institution, its affairs alone are open to it."""

    token: ApiToken
    institution: Institution | None

    @property
    def user(self) -> User:
        return self.token.user

    @property
    def author(self) -> Author:
        return Author(self.user, self.institution.pk if self.institution else None)

    def sources(self) -> list[str] | None:
        """Names under which the caller's systems number items; None: any."""
        if self.institution is None:
            return None
        own = InstitutionSource.objects.filter(institution=self.institution).order_by("name")
        return list(own.values_list("name", flat=True))

    def author_of(self, name: ItemName) -> Author:
        """On whose behalf what is called so is written. What an institution's source names is that
        institution's, whoever writes it. Raises NotFound for somebody else's, whatever is there."""
        owner = Institution.objects.filter(sources__name=name.source).first()
        if owner == self.institution:
            return self.author
        if self.institution is None and owner is not None and _speaks_for(self.user, owner):
            return Author(self.user, owner.pk)
        own = self.sources() or ()
        raise NotFound(
            f"There is no such source; this token's: {', '.join(own) or 'none'}.",
            errors=[Fault("path.source", "This source is not this token's.", "unknown")],
        )


class Bearer(HttpBearer):
    """An API token (RFC 6750) with one of these scopes; without any named, whatever its scopes."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        known = known_token(token)
        if known is None:
            return None
        if self.scopes:
            try:
                require_scope(known, *self.scopes)
            except InsufficientScope as missing:
                raise Forbidden(
                    f"The token lacks the scope {missing}.",
                    headers={
                        "WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{missing}"'
                    },
                ) from None
        return _caller(known)


def caller_of(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def _caller(token: ApiToken) -> Caller | None:
    """None once the token's user has left the institution it is bound to."""
    binding = InstitutionToken.objects.select_related("institution").filter(token=token).first()
    if binding is None:
        return Caller(token, None)
    institution = binding.institution
    return Caller(token, institution) if _speaks_for(token.user, institution) else None


def _speaks_for(user: User, institution: Institution) -> bool:
    is_member = Membership.objects.filter(institution=institution, user=user).exists()
    return is_member or sees_everything(user)
