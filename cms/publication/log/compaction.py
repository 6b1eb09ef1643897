"""Keeps the change log from growing for ever: what is old and superseded goes.

Reading from the beginning still yields exactly what is public: of every public document the last
upsert stays. Whoever stopped half-way through what was removed must begin again, and is told so:
`ChangeNumber.compacted_to` rises in the same transaction in which changes go.
"""

from datetime import timedelta
from itertools import takewhile
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cms.core import clock
from cms.core.batches import batches
from cms.core.pruning import delete_some
from cms.publication.log.change_log import hold
from cms.publication.models import Change, ChangeNumber, PreviewToken

NUMBERS_AT_ONCE = 1000

Row = tuple[int, UUID, str]
Document = tuple[UUID, str]


def compact_log() -> int:
    """Go over some old changes and remove those nobody needs; returns how many were gone over."""
    if not _old(_compacted_to()):
        return 0
    with transaction.atomic():
        counter = hold()
        window = _old(counter.compacted_to)
        if not window:
            return 0
        counter.compacted_to = window[-1][0]
        for some in batches(_superfluous(window)):
            Change.objects.filter(pk__in=some).delete()
        counter.save(update_fields=["compacted_to"])
    return len(window)


def _compacted_to() -> int:
    return ChangeNumber.objects.values_list("compacted_to", flat=True).first() or 0


def _old(compacted_to: int) -> list[Row]:
    """The next changes whose time is over. The very last one stays: by it the log is known."""
    # Whole days: it happens once a day, or who reads from the beginning would never get through.
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    until = today - timedelta(days=settings.CHANGES_KEPT_DAYS)
    rows = Change.objects.filter(seq__gt=compacted_to).order_by("seq")
    found = list(rows.values_list("seq", "key", "locale", "at")[: NUMBERS_AT_ONCE + 1])
    return [row[:3] for row in takewhile(lambda row: row[3] < until, found[:-1])]


def _superfluous(window: list[Row]) -> list[int]:
    """The numbers, up to the window's end, that say nothing any more of a document in it.

    What the window supersedes goes with it, however old: who begins later must not be told of a
    document whose withdrawal is gone.
    """
    end, documents = window[-1][0], {(key, locale) for _seq, key, locale in window}
    last: dict[Document, tuple[int, str]] = {}
    written: dict[int, Document] = {}
    for keys in batches({key for key, _locale in documents}):
        rows = Change.objects.filter(key__in=keys).order_by("seq")
        for seq, key, locale, op in rows.values_list("seq", "key", "locale", "op"):
            if (key, locale) in documents:
                written[seq] = (key, locale)
                last[key, locale] = (seq, op)
    return [
        seq
        for seq, document in written.items()
        if seq <= end and last[document] != (seq, Change.Op.UPSERT)
    ]


def prune_preview_tokens() -> int:
    """Delete some tokens that have opened nothing for long; returns how many."""
    until = clock.now() - timedelta(days=settings.PREVIEW_TOKENS_KEPT_DAYS)
    over = PreviewToken.objects.filter(expires_at__lt=until) | PreviewToken.objects.filter(
        revoked_at__lt=until
    )
    return delete_some(over.order_by())
