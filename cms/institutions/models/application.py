"""An institution asks to be taken in: what it says of itself, what was asked, how it ended."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core import clock
from cms.core.fields import CodeField, CodesField
from cms.core.models import Timestamped
from cms.institutions.models.record import Institution

# So long an application waits for its address to be confirmed; then it is nobody's, and goes.
CONFIRMED_WITHIN = timedelta(days=7)


class ApplicationState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("Address not confirmed")
    WAITING = "waiting", _("Waiting for a decision")
    ASKED = "asked", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


# Those that may still be decided; moderators see no unconfirmed one.
OPEN = (ApplicationState.WAITING, ApplicationState.ASKED)
ENDED = (ApplicationState.ACCEPTED, ApplicationState.REJECTED, ApplicationState.WITHDRAWN)


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> "ApplicationQuerySet":
        return self.filter(state__in=OPEN)

    def seen(self) -> "ApplicationQuerySet":
        """Those moderators see: whose address was confirmed."""
        return self.exclude(confirmed_at=None)


class Application(Timestamped):
    """`texts` is what citizens shall read, per locale: `{"fr": {"name": …, "summary": …}}`;
    `channels` rows of code and address; `colleagues` rows of address and role, invited with the
    applicant once it is accepted.

    The mailed link is signed over `uid` and `nonce`: once it is decided there is a new nonce, and
    only the link of the decision's letter opens it.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ApplicationState,
        default=ApplicationState.UNCONFIRMED,
    )
    language = models.CharField(_("language of letters"), max_length=12)

    legal_name = models.CharField(_("legal name"), max_length=255)
    texts = models.JSONField(_("public name and summary"), default=dict, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    kind = CodeField(_("kind"), codes="institution_kinds")
    ownership = CodeField(_("ownership"), codes="ownerships", blank=True)
    territory = CodeField(_("territory"), codes="territories", blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=100)
    website = models.URLField(_("website"), max_length=500, blank=True)
    public_email = models.EmailField(_("public contact"), blank=True)
    public_phone = models.CharField(_("public telephone"), max_length=40, blank=True)
    building_accessibility = CodesField(_("building accessibility"), codes="building_accessibility")
    channels = models.JSONField(_("channels"), default=list, blank=True)

    contact_name = models.CharField(_("applicant"), max_length=150)
    contact_email = models.EmailField(_("applicant's address"))
    contact_function = models.CharField(_("applicant's function"), max_length=150, blank=True)
    colleagues = models.JSONField(_("colleagues to invite"), default=list, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)

    confirmed_at = models.DateTimeField(_("address confirmed at"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reasons = CodesField(_("reasons"), codes="application_reasons")
    public_text = models.TextField(_("public text"), max_length=2000, blank=True)
    private_note = models.TextField(_("private note"), max_length=2000, blank=True)
    institution = models.OneToOneField(
        Institution,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="application",
        verbose_name=_("institution"),
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at"]
        default_permissions = ()
        permissions = [("decide_application", _("Can decide applications of institutions"))]
        constraints = [
            models.CheckConstraint(
                name="application_decided_when_ended",
                condition=models.Q(state__in=ENDED, decided_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(decided_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="application_institution_only_if_accepted",
                condition=models.Q(state=ApplicationState.ACCEPTED)
                | models.Q(institution__isnull=True),
            ),
            models.CheckConstraint(
                name="application_confirmed_before_it_is_seen",
                condition=models.Q(state__in=[ApplicationState.UNCONFIRMED, "withdrawn"])
                | models.Q(confirmed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "confirmed_at"], name="application_by_turn")]

    def __str__(self) -> str:
        return self.legal_name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def has_lapsed(self) -> bool:
        """Whether its address can no longer be confirmed."""
        return (
            self.state == ApplicationState.UNCONFIRMED
            and self.created_at < clock.now() - CONFIRMED_WITHIN
        )

    def names(self) -> list[str]:
        """Everything it calls itself, the legal name first."""
        public: list[Any] = [text.get("name") for text in self.texts.values()]
        return list(dict.fromkeys([self.legal_name, *(name for name in public if name)]))


class Letter(models.Model):
    """A question of the portal's team, or the applicant's answer (`author` is empty then)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="letters")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    is_question = models.BooleanField()
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:60]
