"""API tokens of institutions: made by their managers, for their own systems, on record."""

import re
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log

from cms.accounts.models import ApiToken, User
from cms.accounts.tokens import MEDIA_SCOPE, READ_SCOPE, WRITE_SCOPE, issue_token, revoke_token
from cms.authoring import mapping
from cms.authoring.models import InstitutionSource, InstitutionToken
from cms.institutions.models import Institution
from cms.institutions.policies import keeps_all_members, managed_by
from cms.publication.authored.port import item_drafts

# What a system of an institution does; deciding is for people of the portal.
SCOPES = (READ_SCOPE, WRITE_SCOPE, MEDIA_SCOPE)
SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")


def makes_tokens(user: Any, institution: Institution) -> bool:
    """A manager of an institution that is not barred: the token speaks for whoever made it."""
    return managed_by(user, "change").filter(pk=institution.pk).exists()


def revokes_tokens(user: Any, institution: Institution) -> bool:
    return keeps_all_members(user) or managed_by(user).filter(pk=institution.pk).exists()


def tokens_of(institution: Institution) -> QuerySet[ApiToken]:
    bound = ApiToken.objects.filter(binding__institution=institution)
    return bound.select_related("user").order_by("-created_at")


def proposed_source(institution: Institution) -> str:
    """The name the institution's systems use already, or one made of its own."""
    known = InstitutionSource.objects.filter(institution=institution).order_by("pk").first()
    return known.name if known else slugify(institution.legal_name)[:40].strip("-") or "system"


@transaction.atomic
def issue_institution_token(
    *,
    institution: Institution,
    user: User,
    name: str,
    scopes: list[str],
    source: str,
    expires_at: datetime | None,
) -> tuple[ApiToken, str]:
    """A token that opens this institution's affairs alone, as far as `user` may; and its plain
    text, kept nowhere. Raises PermissionDenied, and ValidationError keyed by field."""
    if not makes_tokens(user, institution):
        raise PermissionDenied
    if not scopes or set(scopes) - set(SCOPES):
        raise _refusal("scopes", _("Choose what it may do."), "invalid")
    claim_source(institution, source)
    token, plain = issue_token(user=user, name=name, scopes=scopes, expires_at=expires_at)
    InstitutionToken.objects.create(token=token, institution=institution)
    log(institution, "authoring.token", user=user, data={"name": name, "prefix": token.prefix})
    return token, plain


def claim_source(institution: Institution, name: str) -> None:
    """The institution's systems number their items under this name from now on; nobody else's do.

    Call it inside a transaction. Raises ValidationError, also for a name under which others have
    numbered items before.
    """
    if not SOURCE.fullmatch(name):
        told = _("Small letters, digits, dots and dashes, such as “theatre-cms”.")
        raise _refusal("source", told, "invalid")
    reserved = {mapping.load(one).source for one in mapping.names()}
    known, is_new = InstitutionSource.objects.get_or_create(
        name=name, defaults={"institution": institution}
    )
    used = is_new and (name in reserved or item_drafts().knows_source(name))
    if used or known.institution != institution:
        raise _refusal("source", _("This name is taken: choose another one."), "taken")


def hand_sources_over(
    sender: type, institution: Institution, successor: Institution, **kwargs: Any
) -> None:
    """Items that were handed over keep their names: they are the successor's to write under."""
    InstitutionSource.objects.filter(institution=institution).update(institution=successor)


@transaction.atomic
def revoke_institution_token(token: ApiToken, *, by: User) -> None:
    """From now on it opens nothing. Raises PermissionDenied."""
    institution = token.binding.institution
    if not revokes_tokens(by, institution):
        raise PermissionDenied
    revoke_token(token)
    data = {"name": token.name, "prefix": token.prefix}
    log(institution, "authoring.token_revoked", user=by, data=data)


def _refusal(field: str, message: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, code=code)})


class Made(LogFormatter):
    label = gettext_lazy("API token made")

    def format_message(self, log_entry: Any) -> str:
        return _("API token “%(name)s” made") % {"name": log_entry.data["name"]}


class Revoked(LogFormatter):
    label = gettext_lazy("API token revoked")

    def format_message(self, log_entry: Any) -> str:
        return _("API token “%(name)s” revoked") % {"name": log_entry.data["name"]}


def register_log_actions(actions: Any) -> None:
    actions.register_action("authoring.token")(Made)
    actions.register_action("authoring.token_revoked")(Revoked)
