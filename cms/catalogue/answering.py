"""From a query to the rows of one page, totals and facets."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from cms.catalogue.cursors import seal
from cms.catalogue.facets import Buckets, buckets, counts_of
from cms.catalogue.filters import FILTERS
from cms.catalogue.query import ListQuery
from cms.catalogue.selection import Mask, Selection
from cms.catalogue.snapshot import Snapshot
from cms.catalogue.values import QueryContext
from cms.catalogue.views import View, chunks
from cms.core import locales


@dataclass(frozen=True)
class Answer:
    """One page of a list: numbers of documents in order, the cursor of the next page or None.

    Kept for whoever asks the same next: never change one.

    `total` and `facets` are None unless asked for; `facets_json` are the latter as they are sent,
    a tenth of what Python's own objects take. `version` is the change the answer is true of.
    """

    document_ids: list[int]
    next: str | None
    total: int | None
    facets_json: bytes | None
    version: int
    # What a reader has worked out from this answer; kept with it, until the next change.
    notes: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def facets(self) -> dict[str, Buckets] | None:
        """By name: `{"code", "label", "count"}` of each value."""
        return None if self.facets_json is None else orjson.loads(self.facets_json)

    @cached_property
    def fingerprint(self) -> str:
        """Of everything but the documents' own bytes."""
        parts = (self.document_ids, self.next, self.total, self.facets_json)
        return hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def answer_from(snapshot: Snapshot, query: ListQuery) -> Answer:
    """Raises UnknownReference."""
    view = snapshot.view(query.scope)
    masks = _masks(snapshot, query)
    selections = _Selections(view, masks)
    whole = selections.without(None)
    total = view.count if whole is view.selection else whole.count
    rows = _page(view, query, whole, total)
    table = snapshot.table
    following = None
    if len(rows) > query.limit:
        last = query.sorting.base.position(table, int(rows[query.limit - 1]))
        following = seal(last, query.signed, query.moment)
    return Answer(
        document_ids=table.ids.data[rows[: query.limit]].tolist(),
        next=following,
        total=total if query.count else None,
        facets_json=_facets(snapshot, query, view, selections) if query.facets else None,
        version=snapshot.version,
    )


def _masks(snapshot: Snapshot, query: ListQuery) -> dict[str, Mask]:
    chain = locales.chain(query.locale)
    context = QueryContext(snapshot.references, chain, query.moment or 0)
    masks = {}
    for name, texts in query.filters.items():
        wanted = FILTERS[name]
        values = [wanted.values.resolve(text, name, context) for text in texts]
        masks[name] = wanted.condition.mask(snapshot.table, values)
    return masks


class _Selections:
    """What the filters leave of a view, and what all but one of them leave."""

    def __init__(self, view: View, masks: dict[str, Mask]) -> None:
        self._view = view
        self._masks = masks
        self._known: dict[str | None, Selection] = {}

    def without(self, name: str | None) -> Selection:
        """The rows that pass every filter but `name`."""
        left_out = name if name in self._masks else None
        known = self._known.get(left_out)
        if known is None:
            known = self._known[left_out] = self._select(left_out)
        return known

    def _select(self, left_out: str | None) -> Selection:
        others = [mask for name, mask in self._masks.items() if name != left_out]
        if not others:
            return self._view.selection
        mask = self._view.selection.mask & others[0]
        for other in others[1:]:
            mask &= other
        return Selection(mask)


def _page(
    view: View, query: ListQuery, whole: Selection, total: int
) -> NDArray[np.int32] | Sequence[Any]:
    """Up to `limit` rows and one more, which tells that there is a next page."""
    wanted = query.limit + 1
    following = view.after(query.sorting, query.after)
    if whole is view.selection:
        return following[:wanted]
    if not total:
        return following[:0]
    found: list[NDArray[np.int32]] = []
    # The first piece is as long as should do when matches are spread evenly.
    for piece in chunks(following, wanted * view.count // total * 2 + 64):
        hits = piece[whole.mask.take(piece)]
        found.append(hits)
        wanted -= len(hits)
        if wanted <= 0:
            break
    return np.concatenate(found)[: query.limit + 1] if found else following[:0]


def _facets(snapshot: Snapshot, query: ListQuery, view: View, selections: _Selections) -> bytes:
    answered = {}
    for name in query.facets:
        counts = counts_of(FILTERS[name], snapshot.table, selections.without(name), view)
        answered[name] = buckets(
            FILTERS[name], counts, snapshot.table, snapshot.references, query.locale
        )
    return orjson.dumps(answered)
