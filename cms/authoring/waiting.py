"""What imports left waiting: written as drafts, neither reviewed nor decided yet."""

from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.accounts.models import User
from cms.authoring.models import ImportedPage, ImportRun
from cms.core.batches import batches
from cms.editorial.imported import publish_decided
from cms.publication.clearance import Authority
from cms.publication.page_writer import Standing, Written

State = ImportedPage.State


class Waiting:
    """What one run leaves waiting is noted under it; what any run left can be published."""

    def __init__(self, run: ImportRun | None = None) -> None:
        self.run = run

    def digests(self, page_ids: Iterable[int | None]) -> dict[int, str]:
        """Of those of these pages that wait, the digest of what the last import left there."""
        found: dict[int, str] = {}
        for some in batches(one for one in page_ids if one is not None):
            rows = ImportedPage.objects.filter(page_id__in=some, state=State.WAITING)
            found.update(rows.order_by("pk").values_list("page_id", "digest"))
        return found

    def note(self, written: Iterable[Written]) -> None:
        """Those that are not public wait from now on; nothing is noted of a mere try-out."""
        if self.run is None:
            return
        ImportedPage.objects.bulk_create(
            ImportedPage(run=self.run, page_id=one.page_id, title=one.title, digest=one.digest)
            for one in written
            if one.standing != Standing.PUBLIC
        )


def publish_waiting(page_id: int, digest: str, *, user: User, authority: Authority) -> bool:
    """Make a page public that waits with this content; False where it is already.

    Raises ValidationError where it is no longer what was left waiting, or the gate objects. The
    caller holds the page's lock, and undoes what a refusal leaves.
    """
    page = Page.objects.filter(pk=page_id).specific().first()
    if page is None:
        gone = ValidationError(_("It was deleted."), code="deleted")
        raise ValidationError({NON_FIELD_ERRORS: [gone]})
    done = publish_decided(page=page, digest=digest, user=user, authority=authority)
    rows = ImportedPage.objects.filter(page_id=page_id, digest=digest, state=State.WAITING)
    rows.update(state=State.PUBLISHED)
    return done
