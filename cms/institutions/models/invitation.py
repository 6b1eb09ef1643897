"""Somebody is invited to an institution by mail."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cms.core import clock
from cms.core.models import Timestamped
from cms.institutions.models.record import Institution, Membership

VALID_FOR = timedelta(days=14)


def _expiry() -> object:
    return clock.now() + VALID_FOR


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither accepted nor revoked; it may have expired, and is sent again then."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(Timestamped):
    """A place kept for who reads mail at an address. The link's token is kept as its digest and
    opens once; sending again makes another token, and the former opens nothing."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=12, choices=Membership.Role)
    language = models.CharField(_("language"), max_length=12)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent at"), default=clock.now)
    expires_at = models.DateTimeField(_("expires at"), default=_expiry)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "institution",
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation_each",
            ),
            models.CheckConstraint(
                name="invitation_accepted_or_revoked",
                condition=models.Q(accepted_at__isnull=True) | models.Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.institution}"

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= clock.now()
