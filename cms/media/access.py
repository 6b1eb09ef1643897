"""Whether a request may have a file.

Everybody may have what a public page shows, unless the file's collection or one above it is
restricted. Who may choose or change the file may have it in any case.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Q
from django.http import HttpRequest
from django.utils.http import urlencode
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import Document, Image
from cms.media.policies import may_choose_or_change

# How long the documents of a draft open to whoever was shown the draft.
DRAFT_LIFETIME = timedelta(hours=1)

_signer = partial(TimestampSigner, salt="cms.media.document")


@dataclass(frozen=True)
class Access:
    """`shared`: anybody may have the file. `asks`: the restriction that would have to be met."""

    allowed: bool
    shared: bool = False
    asks: CollectionViewRestriction | None = None


def access_to(request: HttpRequest, file: Image | Document, *, shown: bool) -> Access:
    """`shown` says whether the request may know of the file: a public page shows it, or the like.

    Reads the session only where the answer depends on who asks.
    """
    restrictions = list(_restrictions().filter(collection__in=_upwards(file.collection)))
    if shown and not restrictions:
        return Access(allowed=True, shared=True)
    if may_choose_or_change(request.user, file):
        return Access(allowed=True)
    if not shown:
        return Access(allowed=False)
    unmet = next((one for one in restrictions if not one.accept_request(request)), None)
    return Access(allowed=unmet is None, asks=unmet)


def restricted_collections() -> set[int]:
    """Ids of the collections that are restricted, themselves or by one above them."""
    paths = list(_restrictions().values_list("collection__path", flat=True))
    if not paths:
        return set()
    below = Q(*(("path__startswith", path) for path in paths), _connector=Q.OR)
    return set(Collection.objects.filter(below).values_list("pk", flat=True))


def draft_address(document: Document) -> str:
    """An address that opens a draft's document for a while, to people without an account too."""
    key = _signer().sign(str(document.pk))
    return f"{document.url}?{urlencode({'key': key})}"


def opens(key: str, document: Document) -> bool:
    """Whether `key`, the end of such an address, still opens the document."""
    try:
        return _signer().unsign(key, max_age=DRAFT_LIFETIME) == str(document.pk)
    except BadSignature:
        return False


def _restrictions() -> Any:
    return CollectionViewRestriction.objects.exclude(
        restriction_type=CollectionViewRestriction.NONE
    )


def _upwards(collection: Collection) -> Any:
    return collection.get_ancestors(inclusive=True)
