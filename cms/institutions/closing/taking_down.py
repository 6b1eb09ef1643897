"""A page is taken down with its institution, and brought back where it may be."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from cms.core import clock
from cms.institutions.models import DisposedPage, Disposition


def take_down(row: Disposition, page: Page) -> None:
    """Its aliases go with it. What was live is noted: that very revision may come back."""
    page.refresh_from_db(fields=["live", "live_revision"])  # an alias went with its source
    if not page.live:
        return
    DisposedPage.objects.update_or_create(
        disposition=row,
        page_id=page.pk,
        defaults={"revision_id": page.live_revision_id, "returned_at": None, "problem": ""},
    )
    page.unpublish(user=row.decided_by)


def bring_back(row: Disposition, page: Page) -> None:
    """Publish what was live, through the gate: it refuses what is no longer cleared.

    Raises ValidationError; the page stays down then, and the reason stands in its row.
    """
    noted = row.pages.get(page_id=page.pk)
    if not page.live:
        if page.expire_at and page.expire_at <= clock.now():
            raise ValidationError(_("It has expired meanwhile."))
        _publish(noted, page, row)
    noted.returned_at = clock.now()
    noted.save()


def _publish(noted: DisposedPage, page: Page, row: Disposition) -> None:
    if page.alias_of_id is not None:
        if not page.alias_of.live:
            raise ValidationError(_("What it mirrors is not public."))
        page.live, page.has_unpublished_changes = True, False
        page.save(clean=False)
        return
    revision = Revision.page_revisions.filter(pk=noted.revision_id or 0).first()
    if revision is None:  # it was live without one, as index pages and scripts' pages are
        page.live = True
        page.save()
        return
    revision.publish(user=row.decided_by, changed=False, skip_permission_checks=True)
