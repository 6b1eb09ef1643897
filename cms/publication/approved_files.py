"""A file says something else than when it was approved with a page.

Nobody changes what something public, approved or in review refers to, but who may change what is
public: their right covers it (`cms.media.policies`). A file that only drafts refer to is its
owners': what was approved with it before has to be approved again.
"""

from typing import Any

from django.db.models import Model
from django.dispatch import Signal
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Revision

from cms.core import clock
from cms.media.policies import may_change_published
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.models import Clearance
from cms.publication.references import held, versions_referring
from cms.publication.unit_of_work import publishing

# A file says something else, or is gone. Arguments: `reference`; `forfeited`, pages of which
# nothing is approved any more but contents with these digests.
file_revised = Signal()

# What a file says to who looks at a page: `description` is an image's alone.
FACTS = frozenset({"title", "file", "description", "credit", "licence", "source_url"})


def file_changes(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    names = [
        one.attname
        for one in sender._meta.concrete_fields
        if one.name in FACTS or one.name.startswith("focal_point_")
    ]
    rows = sender._default_manager.filter(pk=instance.pk)
    before = rows.values(*names).first() if instance.pk and not raw else None
    instance.says_anew = before is not None and (
        not instance.file._committed or any(before[one] != getattr(instance, one) for one in names)
    )


def file_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    if instance.says_anew:
        covered = may_change_published(get_active_log_context().user, type(instance))
        revised(instance.reference, covered=covered)


def revised(reference: str, *, covered: bool) -> None:
    """`covered`: whoever did it has the right to change what is public."""
    with publishing():
        versions = versions_referring(reference)
        pages = sorted({int(one) for one in versions.values_list("object_id", flat=True)})
        lock_pages(pages)
        forfeited = {} if covered else {page_id: _kept(page_id) for page_id in pages}
        for page_id, kept in forfeited.items():
            standing = Clearance.objects.filter(page_id=page_id, revoked_at=None)
            standing.exclude(digest__in=kept).update(revoked_at=clock.now())
        file_revised.send(sender=None, reference=reference, forfeited=forfeited)


def _kept(page_id: int) -> set[str]:
    """The digests of what is public of a page, or approved to go live, or in review."""
    versions = Revision.page_revisions.filter(held(), object_id=str(page_id))
    kept = {content_digest(one.as_object()) for one in versions}
    public = Page.objects.filter(pk=page_id, live=True).first()
    return kept if public is None else {*kept, content_digest(public.specific)}
