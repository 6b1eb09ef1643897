"""What is noted of each version of a page when it is saved."""

from django.db import models
from wagtail.models import Revision


class RevisionDigest(models.Model):
    """The digest of what a revision says, noted when it was saved (`revision_digests`)."""

    revision = models.OneToOneField(
        Revision, on_delete=models.CASCADE, primary_key=True, related_name="said"
    )
    digest = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.revision_id} {self.digest[:8]}"


class RevisionReference(models.Model):
    """That a version of a page refers to a file, another page or a theme: `to` is `image:12`."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    to = models.CharField(max_length=40, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["revision", "to"], name="referred_to_once")]

    def __str__(self) -> str:
        return f"{self.revision_id} {self.to}"
