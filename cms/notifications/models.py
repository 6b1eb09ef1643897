"""The outbox, the wording of mail, and who wants which."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core import clock
from cms.core.models import Retried

CODE_LENGTH, LOCALE_LENGTH, SERIES_LENGTH = 60, 12, 120


class Addressed(models.Model):
    """Somebody with an account, or an address of somebody without one."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    address = models.EmailField(_("address"), blank=True)

    class Meta:
        abstract = True


ONE_ADDRESSEE = Q(user__isnull=False, address="") | (Q(user__isnull=True) & ~Q(address=""))


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self) -> "MessageQuerySet":
        """Those whose turn it is, the longest waiting first."""
        waiting = self.filter(state=Message.State.WAITING, retry_at__lte=clock.now())
        return waiting.order_by("retry_at", "created_at")


class Message(Retried, Addressed):
    """A mail that is to be sent, written in the transaction of what it tells of.

    `slot` is what at most one unsent message has: those of one series to one recipient share it,
    so that a newer one takes an older one's place. What the mail says (`context`) is forgotten
    once it was sent: it may hold links that open something.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        HELD = "held", _("for the digest")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")

    UNSENT = (State.WAITING, State.HELD)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(_("kind"), max_length=CODE_LENGTH)
    locale = models.CharField(_("language"), max_length=LOCALE_LENGTH)
    context = models.JSONField(default=dict)
    series = models.CharField(max_length=SERIES_LENGTH, blank=True)
    slot = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - NULL is no slot
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    created_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=255, blank=True)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mail")
        default_permissions = ("change",)
        indexes = [
            models.Index(fields=["state", "retry_at"], name="message_turn"),
            models.Index(
                fields=["series", "event"],
                name="message_of_a_series",
                condition=~Q(series=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=ONE_ADDRESSEE, name="message_to_one"),
            models.CheckConstraint(
                condition=Q(slot__isnull=True) | (Q(state__in=["waiting", "held"])),
                name="message_slot_is_of_unsent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.user_id or self.address}"


class MailText(models.Model):
    """A wording of one's own of a kind of mail in one language; without a row the default holds."""

    event = models.CharField(max_length=CODE_LENGTH)
    locale = models.CharField(max_length=LOCALE_LENGTH)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=10_000)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        default_permissions = ("change",)
        constraints = [
            models.UniqueConstraint(fields=["event", "locale"], name="mail_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.locale})"


class Preference(Addressed):
    """How somebody wants a kind of mail, where that is not at once."""

    class Delivery(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DIGEST = "digest", _("once a day")
        NEVER = "never", _("never")

    event = models.CharField(max_length=CODE_LENGTH)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)

    class Meta:
        verbose_name = _("choice of mail")
        verbose_name_plural = _("choices of mail")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=ONE_ADDRESSEE, name="preference_of_one"),
            models.UniqueConstraint(
                fields=["user", "event"],
                condition=Q(user__isnull=False),
                name="preference_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["address", "event"],
                condition=Q(user__isnull=True),
                name="preference_once_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id or self.address}: {self.event} {self.delivery}"
