"""Locks of a release, in the one order (ADR 0006): its pages by number, then its row."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.editorial.models.releases import Release
from cms.publication.locking import lock_pages


def held_row(release: Release) -> Release:
    """The release as it is now, for us alone; of its pages nothing is written."""
    # Rows that refer to it, its members, may be written meanwhile.
    return Release.objects.select_for_update(no_key=True).get(pk=release.pk)


def held(release: Release) -> Release:
    """The release as it is now and all its pages, for us alone.

    Raises ValidationError where somebody has added a page meanwhile.
    """
    page_ids = _page_ids(release)
    lock_pages(page_ids, trees=_with_new_addresses(release))
    release = held_row(release)
    if not set(_page_ids(release)) <= set(page_ids):
        raise ValidationError(_("Somebody has just changed this release."), code="changed")
    return release


def is_free(release: Release) -> bool:
    """Whether nobody is at it: takes the lock of the first page, unless another has it."""
    first = min(_page_ids(release), default=None)
    pages = Page.objects.filter(pk=first)
    locked = pages.select_for_update(skip_locked=True, no_key=True, of=("self",))
    return first is None or locked.values_list("pk").first() is not None


def _page_ids(release: Release) -> list[int]:
    return list(release.members.values_list("page_id", flat=True))


def _with_new_addresses(release: Release) -> list[int]:
    """Pages that get another slug, of which everything below is written too."""
    parents = release.members.filter(page__numchild__gt=0).select_related(
        "page__latest_revision", "revision", "former"
    )
    return [
        member.page_id
        for member in parents
        for revision in (member.revision or member.page.latest_revision, member.former)
        if revision is not None and revision.content.get("slug") != member.page.slug
    ]
