"""A file says something else than when it was approved with a page.

Nobody changes what something public, approved or in review refers to, but who may change what is
public: their right covers it (`cms.media.policies`), and so does a script's. A file that only
drafts refer to is its owners': what was approved with it before has to be approved again.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context

from cms.core import clock
from cms.media.policies import may_change_published
from cms.media.showing import is_held
from cms.publication.locking import lock_pages
from cms.publication.models import Clearance, RevisionDigest
from cms.publication.references import versions_referring
from cms.publication.unit_of_work import publishing
from cms.publication.version_notes import note_missing

# A file says something else, or is gone. Arguments: `reference`; `forfeited`, the digests of
# contents that are not approved any more.
file_revised = Signal()

# What a file says to who looks at a page: `description` is an image's alone.
FACTS = frozenset({"title", "file", "description", "credit", "licence", "source_url"})
HELD = _(
    "A page that shows this file went into review or live while you changed it; the file stays as"
    " it was."
)


def file_changes(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Raises ValidationError where somebody may not: its form has asked, but before the lock."""
    names = [
        one.attname
        for one in sender._meta.concrete_fields
        if one.name in FACTS or one.name.startswith("focal_point_")
    ]
    rows = sender._default_manager.filter(pk=instance.pk)
    before = rows.values(*names).first() if instance.pk and not raw else None
    replaced = not instance.file._committed
    instance.says_anew = before is not None and (
        replaced or any(before[one] != getattr(instance, one) for one in names)
    )
    if instance.says_anew and not _covered(instance, replaced=replaced):
        _lock_pages_referring(instance.reference)
        if is_held(instance):
            raise ValidationError(HELD, code="held")


def file_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    if instance.says_anew:
        revised(instance.reference, covered=_covered(instance))


def revised(reference: str, *, covered: bool) -> None:
    """`covered`: whoever did it has the right to change what is public. Else nothing refers to it
    that is held."""
    with publishing():
        _lock_pages_referring(reference)
        forfeited = RevisionDigest.objects.none() if covered else _said_with(reference)
        standing = Clearance.objects.filter(digest__in=forfeited, revoked_at=None)
        standing.update(revoked_at=clock.now())
        file_revised.send(sender=None, reference=reference, forfeited=forfeited)


def _covered(instance: Any, *, replaced: bool = False) -> bool:
    """Of what people look at nobody replaces the bytes."""
    user = get_active_log_context().user
    return user is None or (not replaced and may_change_published(user, type(instance)))


def _lock_pages_referring(reference: str) -> None:
    pages = versions_referring(reference).values_list("object_id", flat=True).order_by()
    lock_pages([int(one) for one in pages.distinct()])


def _said_with(reference: str) -> QuerySet[Any, Any]:
    """Digests of what pages have said with it. Who says the same refers to the same."""
    versions = versions_referring(reference)
    note_missing(versions)
    return RevisionDigest.objects.filter(revision__in=versions.order_by()).values("digest")
