"""A link by which somebody without an account reviews one page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.core import clock
from cms.editorial.models.submissions import Submission


class ReviewLinkQuerySet(models.QuerySet["ReviewLink"]):
    def usable(self) -> "ReviewLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=clock.now())


class ReviewLink(models.Model):
    """Opens what one submission is about, until it expires, is revoked, the review ends or who
    made it may ask nobody there any more.

    The token is mailed and kept nowhere, only its digest. `may_approve` where whoever made it gives
    the review: an author's guest says what they think and no more.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("address"))
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    may_approve = models.BooleanField(_("may approve"), default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(null=True)
    comments = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(_("first opened"), null=True)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("review link")
        verbose_name_plural = _("review links")
        default_permissions = ()
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.name} · {self.submission}"
