"""Invitations: sent, sent again, revoked, accepted. A link opens once, until it expires."""

import hashlib
import secrets
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.core import clock
from cms.institutions.decisions import record
from cms.institutions.members import letters
from cms.institutions.models import Institution, Invitation, Membership
from cms.institutions.models.invitation import VALID_FOR
from cms.institutions.policies import decides_applications, keeps_members
from cms.institutions.services import add_member

# So many may be open at once: a manager's account that was taken over mails no thousands.
OPEN_AT_ONCE = 50


@transaction.atomic
def invite(
    *, institution: Institution, email: str, role: str, by: User, language: str
) -> Invitation:
    """Mail a link that makes who follows it a member, in `role`.

    Raises PermissionDenied; ValidationError, keyed by field: no address or role, a member or
    somebody invited already, too many invitations.
    """
    if not may_invite(by, institution):
        raise PermissionDenied
    row = Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    if row.barred:
        raise ValidationError(_("The institution is suspended or closed: nobody joins it."))
    open_ones = Invitation.objects.open().filter(institution=row)
    if Membership.objects.filter(institution=row, user__email__iexact=email).exists():
        raise ValidationError({"email": _("A member has this address already.")})
    if open_ones.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("This address is invited already: send it again.")})
    if open_ones.count() >= OPEN_AT_ONCE:
        raise ValidationError(_("So many invitations are open: revoke some of them first."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        institution=row,
        email=email.strip(),
        role=role,
        language=language,
        digest=digest_of(token),
        invited_by=by,
    )
    invitation.full_clean(exclude=["accepted_by", "accepted_at", "revoked_at"])
    invitation.save()
    _note("member_invited", invitation, by)
    letters.invitation(invitation, token)
    return invitation


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> Invitation:
    """Another link, good for as long as the first; the former opens nothing any more."""
    row = _open_one(invitation, by)
    token = secrets.token_urlsafe(32)
    row.digest, row.sent_at = digest_of(token), clock.now()
    row.expires_at = row.sent_at + VALID_FOR
    row.save()
    _note("invitation_sent_again", row, by)
    letters.invitation(row, token)
    return row


@transaction.atomic
def revoke(invitation: Invitation, *, by: User) -> Invitation:
    """The link opens nothing any more."""
    row = _open_one(invitation, by)
    row.revoked_at = clock.now()
    row.save()
    _note("invitation_revoked", row, by)
    return row


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User) -> Membership:
    """Who holds the link, signed in with an account of the invited address, becomes a member.

    Raises ValidationError: used, revoked or expired, of another address, a member already, the
    institution suspended or closed.
    """
    institution = Institution.objects.select_for_update(no_key=True).get(
        pk=invitation.institution_id
    )
    row = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    require_usable(row, institution)
    if user.email.strip().lower() != row.email.lower():
        raise ValidationError(
            _("This invitation is for %(invited)s, and your account's address is another one.")
            % {"invited": row.email},
            code="other_address",
        )
    if Membership.objects.filter(institution=institution, user=user).exists():
        raise ValidationError(_("You are a member of this institution already."), code="member")
    row.accepted_at, row.accepted_by = clock.now(), user
    row.save()
    membership = add_member(institution=institution, user=user, role=row.role, by=user)
    _note("invitation_accepted", row, user)
    letters.accepted(row, user)
    return membership


def hold(invitation: Invitation) -> None:
    """Until the transaction ends nobody else follows a link to this address: nobody gets two
    accounts.

    Raises ValidationError where it opens nothing (any more), or there is an account by now.
    """
    institution = Institution.objects.select_for_update(no_key=True).get(
        pk=invitation.institution_id
    )
    to_address = Invitation.objects.select_for_update(no_key=True).filter(
        email__iexact=invitation.email
    )
    rows = {row.pk: row for row in to_address.order_by("pk")}
    require_usable(rows[invitation.pk], institution)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise ValidationError(
            _("There is an account of this address by now: follow the link again, and sign in."),
            code="known",
        )


def require_usable(invitation: Invitation, institution: Institution) -> None:
    """Raises ValidationError, in words for who follows the link, where it opens nothing."""
    if invitation.accepted_at:
        raise ValidationError(_("This invitation was used already."), code="used")
    if invitation.revoked_at:
        raise ValidationError(_("This invitation was revoked."), code="revoked")
    if invitation.has_expired:
        raise ValidationError(
            _("This invitation has expired: ask who invited you to send it again."), code="expired"
        )
    if institution.barred:
        raise ValidationError(
            _("The institution is suspended or closed: nobody joins it."), code="barred"
        )


def may_invite(user: User, institution: Institution) -> bool:
    """Who keeps the institution's members, and who takes it in."""
    return keeps_members(user, institution) or decides_applications(user)


def invitation_of(token: str) -> Invitation | None:
    """The invitation a link is of, open or not; None for one that is of none."""
    found = Invitation.objects.filter(digest=digest_of(token))
    return found.select_related("institution").first()


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _open_one(invitation: Invitation, by: User) -> Invitation:
    row = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
    if not may_invite(by, row.institution):
        raise PermissionDenied
    if row.accepted_at or row.revoked_at:
        raise ValidationError(_("This invitation is no longer open."), code="not_open")
    return row


def _note(act: str, row: Invitation, by: User, **told: Any) -> None:
    data = {"email": row.email, "role": row.role, **told}
    record(act, by=by, institution=row.institution, data=data)
