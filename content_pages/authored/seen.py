"""Which images, documents and pages an author may point at: their own, and public ones.

What is there and not theirs is refused like what is not there.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.core.subtrees import at_and_below
from cms.core.visibility import visible_to
from cms.institutions.models import Institution
from cms.media.models import Document, Image
from cms.publication.authored.port import Author
from cms.publication.visibility import published_pages, shown_documents, shown_images
from content_pages.models import InstitutionPage

Pointer = tuple[int, str, int]  # number of the block, kind, primary key
MODELS: dict[str, Any] = {"image": Image, "document": Document, "page": Page}


class Seen:
    """`before` is what the saved version points at already: it stays."""

    def __init__(self, author: Author, before: Collection[tuple[str, int]] = ()) -> None:
        self.author = author
        self.before = frozenset(before)

    def unknown(self, pointers: Iterable[Pointer]) -> Iterator[Pointer]:
        asked = [one for one in pointers if one[1:] not in self.before]
        for kind in MODELS:
            keys = {key for _number, of, key in asked if of == kind}
            if keys:
                rows = self._visible(kind).filter(pk__in=keys)
                known = set(rows.values_list("pk", flat=True))
                yield from (one for one in asked if one[1] == kind and one[2] not in known)

    def _visible(self, kind: str) -> QuerySet[Any]:
        seen: QuerySet[Any] = visible_to(self.author.user, MODELS[kind].objects.all())
        if self.author.institution_id is None:
            return seen
        if kind == "page":
            paths = InstitutionPage.objects.filter(institution=self.author.institution_id)
            own = at_and_below(paths.values_list("path", flat=True))
            return seen.filter(own | published_pages())
        collections = Institution.objects.filter(pk=self.author.institution_id)
        public = shown_images() if kind == "image" else shown_documents()
        return seen.filter(Q(collection__in=collections.values("collection")) | public)
