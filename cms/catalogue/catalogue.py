"""The public face: which documents a list holds, answered from memory."""

from dataclasses import dataclass, replace
from threading import RLock

from django.db import connection

from cms.catalogue.answering import Answer, answer_from
from cms.catalogue.filters import FILTERS
from cms.catalogue.query import ListQuery
from cms.catalogue.snapshot import Snapshot
from cms.catalogue.values import UnknownReference
from cms.core import clock, locales
from cms.publication.log.change_log import last_number

# Kept until the next change; the largest, with every facet, are some 20 kB.
MOST_ANSWERS = 256


@dataclass
class _Holder:
    """This process's snapshot and the database it was read from."""

    database: str = ""
    snapshot: Snapshot | None = None


_lock = RLock()
_held = _Holder()


def answer(query: ListQuery) -> Answer:
    """The documents on one page of a list, with what was asked about the whole of it.

    Costs no SQL, except the first time. The caller compares `version` with the current change
    number, and on a difference calls `refresh_to` and asks again. Raises BadParameter for a
    category, institution or programme that is not public.
    """
    with _lock:
        snapshot = _current()
        try:
            return _answered(snapshot, query)
        except UnknownReference:
            # It may be younger than this snapshot.
            number = last_number()
            if number == snapshot.version:
                raise
            refresh_to(number)
            return _answered(_current(), query)


def _answered(snapshot: Snapshot, query: ListQuery) -> Answer:
    """As of now. Frontends ask the same lists again and again; nothing is counted twice between
    changes."""
    now = clock.now().timestamp()
    snapshot.sweep(now)
    if query.timed and query.moment is None:
        query = replace(query, moment=snapshot.moment(now))
    known: Answer | None = snapshot.answers.get(query.cache_key)
    if known is None:
        known = answer_from(snapshot, query)
        if len(snapshot.answers) >= MOST_ANSWERS:
            del snapshot.answers[next(iter(snapshot.answers))]
        snapshot.answers[query.cache_key] = known
    return known


def refresh_to(version: int) -> None:
    """Follow the change log to `version` or beyond; reads everything anew when it must."""
    with _lock:
        snapshot = _current()
        if not snapshot.follow(version):
            _held.snapshot = Snapshot.load()


def vocabulary(name: str, locale: str) -> list[dict[str, str]] | None:
    """`{"code", "label"}` of all values of a filter; None where they are no closed set.

    Raises KeyError for a filter there is not.
    """
    values = FILTERS[name].values
    with _lock:
        references = _current().references
        known = values.known(references)
        if known is None:
            return None
        chain = locales.chain(locale)
        return [
            {"code": code, "label": values.label(code, references, locale, chain)} for code in known
        ]


def current() -> Snapshot:
    """The snapshot as it is, loaded if need be; for measuring and for telling its version."""
    with _lock:
        return _current()


def forget() -> None:
    """Drop the snapshot; the next question reads everything anew."""
    with _lock:
        _held.snapshot = None


def _current() -> Snapshot:
    database = str(connection.settings_dict["NAME"])
    if _held.snapshot is None or _held.database != database:
        _held.snapshot = Snapshot.load()
        _held.database = database
    return _held.snapshot
