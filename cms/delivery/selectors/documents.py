"""Published documents by id, slug, kind or path, in the best locale of a chain.

Raw SQL, for the reasons told in `statements`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from cms.core import clock
from cms.delivery.selectors.statements import (
    Rows,
    placeholders,
    row,
    rows,
    time_parameter,
    time_value,
    uuid_parameter,
    uuid_value,
)

Chain = tuple[str, ...]

PUBLIC = "(d.public_until IS NULL OR d.public_until > %s)"
BY_KEY = "d.key = %s AND d.kind = %s"
BY_SLUG = "d.kind = %s AND d.slug = %s"
BY_KIND = "d.kind = %s"

# Tags of an If-None-Match that are compared; browsers send one, caches a few.
MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A public document; `detail` is None when the caller has it already."""

    locale: str
    etag: str
    surrogate_keys: str
    detail: bytes | None


def _preference(column: str, chain: Chain) -> str:
    """An ordering by place in the chain. Locale codes come from settings, never from a request."""
    cases = " ".join(f"WHEN '{code}' THEN {place}" for place, code in enumerate(chain))
    return f"CASE {column} {cases} END"


def _locales(chain: Chain) -> str:
    return ", ".join(f"'{code}'" for code in chain)


def _chosen(source: str, chain: Chain, order: str = "") -> str:
    """The number of the best public document of a source; any locale will do without a chain."""
    spoken = f" AND d.locale IN ({_locales(chain)})" if chain else ""
    preference = f"{_preference('d.locale', chain)}, " if len(chain) > 1 else ""
    return f"""(SELECT d.id FROM {source}{spoken} AND {PUBLIC}
        ORDER BY {order}{preference}d.id LIMIT 1)"""  # noqa: S608


def _own(where: str, values: Sequence[object], locale: str) -> Found | None:
    """The document as it is published in the very locale that is asked for.

    Nearly every question ends here, and a plain join takes the database half of the time of the
    whole question. Of two with one slug, the one published first.
    """
    found = row(_own_sql(where), [*values, locale])
    if found is None or (found[4] is not None and time_value(found[4]) <= clock.now()):
        return None
    return Found(*found[:4])


@lru_cache(maxsize=16)
def _own_sql(where: str) -> str:
    return f"""
        SELECT d.locale, d.etag, d.surrogate_keys, b.detail, d.public_until
        FROM publication_publisheddocument d
        JOIN publication_publishedbody b ON b.document_id = d.id
        WHERE {where} AND d.locale = %s ORDER BY d.id LIMIT 1"""  # noqa: S608


@lru_cache(maxsize=256)
def _detail_sql(chosen: str, known: int) -> str:
    """The chosen document and, unless one of `known` tags is its own, its bytes."""
    body = "b.detail"
    if known:
        body = f"CASE WHEN d.etag IN ({placeholders(range(known))}) THEN NULL ELSE b.detail END"
    return f"""
        SELECT d.locale, d.etag, d.surrogate_keys, {body}
        FROM publication_publisheddocument d
        JOIN publication_publishedbody b ON b.document_id = d.id
        WHERE d.id = {chosen}"""  # noqa: S608


def _detail(chosen: str, values: Sequence[object], known: Sequence[str]) -> Found | None:
    known = known[:MOST_TAGS]
    found = row(_detail_sql(chosen, len(known)), [*known, *values])
    if found is None:
        return None
    locale, etag, surrogate_keys, detail = found
    return Found(locale, etag, surrogate_keys, detail)


def by_key(kind: str, key: UUID, chain: Chain, known: Sequence[str] = ()) -> Found | None:
    """The document with this id, in the first locale of the chain it is public in.

    Whoever holds a copy, of a tag in `known`, is told so by one statement that reads no bytes.
    """
    if not known and (own := _own(BY_KEY, [uuid_parameter(key), kind], chain[0])):
        return own
    source = "publication_publisheddocument d WHERE d.key = %s AND d.kind = %s"
    values = [uuid_parameter(key), kind, time_parameter(clock.now())]
    return _detail(_chosen(source, chain), values, known)


@lru_cache(maxsize=64)
def _by_slug(chain: Chain) -> str:
    """Nearly every slug is asked for in its own locale: only when none is there is it looked for
    in the others, which is one join and one sort more."""
    own = "publication_publisheddocument d WHERE d.kind = %s AND d.slug = %s"
    if len(chain) == 1:
        return _chosen(own, chain)
    others = f"""publication_publisheddocument s
        JOIN publication_publisheddocument d ON d.key = s.key
        WHERE s.kind = %s AND s.slug = %s AND s.locale IN ({_locales(chain)})"""
    elsewhere = _chosen(others, chain, order=f"{_preference('s.locale', chain)}, s.id, ")
    return f"COALESCE({_chosen(own, chain[:1])}, {elsewhere})"


def by_slug(kind: str, slug: str, chain: Chain, known: Sequence[str] = ()) -> Found | None:
    """The document that bears this slug in some locale of the chain, in the best locale.

    Where two documents share a slug, the one published first wins.
    """
    if not known and (own := _own(BY_SLUG, [kind, slug], chain[0])):
        return own
    values = [kind, slug, time_parameter(clock.now())]
    return _detail(_by_slug(chain), values if len(chain) == 1 else values * 2, known)


def by_kind(kind: str, chain: Chain, known: Sequence[str] = ()) -> Found | None:
    """The one document of a kind there is one of per locale, such as the home page."""
    if not known and (own := _own(BY_KIND, [kind], chain[0])):
        return own
    source = "publication_publisheddocument d WHERE d.kind = %s"
    return _detail(_chosen(source, chain), [kind, time_parameter(clock.now())], known)


def by_path(path: str, known: Sequence[str] = ()) -> Found | None:
    """The document at this path, whatever its locale."""
    source = "publication_publisheddocument d WHERE d.path = %s"
    return _detail(_chosen(source, ()), [path, time_parameter(clock.now())], known)


def by_keys(keys: Sequence[UUID], chain: Chain) -> dict[UUID, Found]:
    """The documents with these ids, each in the best locale; without their bytes."""
    found: dict[UUID, Found] = {}
    if not keys:
        return found
    sql = f"""
        SELECT d.key, d.locale, d.etag, d.surrogate_keys
        FROM publication_publisheddocument d
        WHERE d.key IN ({placeholders(keys)}) AND d.locale IN ({_locales(chain)}) AND {PUBLIC}
        ORDER BY {_preference("d.locale", chain)}"""  # noqa: S608
    values = [*(uuid_parameter(key) for key in keys), time_parameter(clock.now())]
    for key, locale, etag, surrogate_keys in rows(sql, values):
        found.setdefault(uuid_value(key), Found(locale, etag, surrogate_keys, None))
    return found


def details(wanted: dict[UUID, Found]) -> dict[UUID, bytes]:
    """The bytes of the documents `by_keys` found."""
    if not wanted:
        return {}
    pairs = " OR ".join("(d.key = %s AND d.locale = %s)" for _ in wanted)
    sql = f"""
        SELECT d.key, b.detail FROM publication_publisheddocument d
        JOIN publication_publishedbody b ON b.document_id = d.id WHERE {pairs}"""  # noqa: S608
    values = [
        value for key, found in wanted.items() for value in (uuid_parameter(key), found.locale)
    ]
    return {uuid_value(key): bytes(detail) for key, detail in rows(sql, values)}


def of_numbers(document_ids: Sequence[int]) -> Rows:
    """(kind, key, path) of those of these documents that are public."""
    if not document_ids:
        return []
    sql = f"""
        SELECT d.kind, d.key, d.path FROM publication_publisheddocument d
        WHERE d.id IN ({placeholders(document_ids)}) AND {PUBLIC}"""  # noqa: S608
    return rows(sql, [*document_ids, time_parameter(clock.now())])
