"""What versions of pages refer to: files, other pages, themes.

Wagtail's own index knows what the rows of pages say. What is in review, or goes live later, is said
by a version alone; and what it refers to is part of what was looked at.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from taggit.models import Tag
from wagtail.models import Page, ReferenceIndex, Revision

from cms.core.batches import batches
from cms.media.models import Document, Image
from cms.publication.digest import BOOKKEEPING
from cms.publication.models import RevisionReference

KINDS: dict[str, type[Model]] = {"image": Image, "document": Document, "page": Page, "theme": Tag}
_held: list[Q] = []


def register(held: Q) -> None:
    """Say of which revisions a room above needs that what they refer to stays as it is."""
    _held.append(held)


def held() -> Q:
    """Versions that are public, or go live as they are, or are before reviewers."""
    public = Page.objects.filter(live=True, live_revision__isnull=False).values("live_revision")
    return reduce(or_, _held, Q(pk__in=public) | Q(approved_go_live_at__isnull=False))


def note(page: Page, revision: Revision) -> None:
    """`page` is as `revision` has it, which is new or was written over."""
    now = set(_references_of(page))
    noted = RevisionReference.objects.filter(revision=revision)
    before = set(noted.values_list("to", flat=True))
    if gone := before - now:
        noted.filter(to__in=gone).delete()
    RevisionReference.objects.bulk_create(
        [RevisionReference(revision=revision, to=to) for to in sorted(now - before)]
    )


def versions_referring(to: str) -> QuerySet[Revision]:
    return Revision.objects.filter(pk__in=_noted([to]).values("revision")).order_by("pk")


def live_pages_referring(to: str) -> set[int]:
    """By their row, or by the version that is public."""
    public = Page.objects.filter(live=True)
    by_version = public.filter(live_revision__in=_noted([to]).values("revision"))
    return {*by_version.values_list("pk", flat=True), *_by_row([to]).get(to, ())}


def held_among(references: Iterable[str]) -> set[str]:
    """Those of `references` to which something refers that is public, approved or in review."""
    references = list(references)
    noted = _noted(references).filter(revision__in=Revision.objects.filter(held()))
    return {*noted.values_list("to", flat=True), *_by_row(references)}


def _noted(references: list[str]) -> QuerySet[RevisionReference]:
    return RevisionReference.objects.filter(to__in=references)


def _by_row(references: list[str]) -> dict[str, set[int]]:
    """Which live pages refer to each of `references`, by Wagtail's index of their rows."""
    found: dict[str, set[int]] = {}
    for kind, model in KINDS.items():
        keys = [one.partition(":")[2] for one in references if one.startswith(f"{kind}:")]
        rows = ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(model),
            to_object_id__in=keys,
            base_content_type=ContentType.objects.get_for_model(Page),
        ).values_list("to_object_id", "object_id")
        for some in batches(rows.distinct() if keys else ()):
            ids = [int(page_id) for _key, page_id in some]
            live = set(Page.objects.filter(pk__in=ids, live=True).values_list("pk", flat=True))
            for key, page_id in some:
                if int(page_id) in live:
                    found.setdefault(f"{kind}:{key}", set()).add(int(page_id))
    return found


def _references_of(page: Page) -> Iterable[str]:
    kinds = _kinds()
    found: Any = ReferenceIndex._extract_references_from_object(page)
    for content_type, key, path, _within in found:
        if content_type in kinds and path not in BOOKKEEPING:
            yield f"{kinds[content_type]}:{key}"


def _kinds() -> dict[int, str]:
    return {ContentType.objects.get_for_model(model).pk: kind for kind, model in KINDS.items()}
