"""The change log: its version, and a page of it with each document as it is now."""

from typing import NamedTuple

from cms.core import clock
from cms.delivery.selectors.documents import PUBLIC
from cms.delivery.selectors.statements import Rows, row, rows, time_parameter

CHANGE_NUMBER = "(SELECT value FROM publication_changenumber WHERE id = 1)"
# Time that passes over a document's end takes it out of the log's answers without a change.
VERSION = f"""{CHANGE_NUMBER} AS change_number,
    (SELECT COUNT(*) FROM publication_duepage WHERE at <= %s) AS overdue,
    (SELECT compacted_to FROM publication_changenumber WHERE id = 1) AS compacted_to"""  # noqa: S608


class Version(NamedTuple):
    """Of the change log: the last number, how many documents wait for their moment to be handled,
    and up to which number old changes were removed."""

    number: int
    overdue: int
    compacted_to: int


def change_number() -> int:
    """The number of the last change, 0 before the first."""
    found = row(f"SELECT {CHANGE_NUMBER}", [])
    return (found and found[0]) or 0


def version() -> Version:
    """What the log's answers depend on."""
    found = row(f"SELECT {VERSION}", [time_parameter(clock.now())])
    assert found is not None
    return Version(found[0] or 0, found[1], found[2] or 0)


def changes(after: int, limit: int) -> tuple[Version, Rows]:
    """The version, and up to `limit` changes after number `after`, in order.

    Each with the version and detail of the document as it is now, both None when nothing is public.
    """
    now = time_parameter(clock.now())
    sql = f"""
        SELECT v.change_number, v.overdue, v.compacted_to,
            c.seq, c.op, c.kind, c.key, c.locale, c.at, d.version, b.detail
        FROM (SELECT {VERSION}) v
        LEFT JOIN (
            SELECT * FROM publication_change WHERE seq > %s ORDER BY seq LIMIT %s
        ) c ON 1 = 1
        LEFT JOIN publication_publisheddocument d
            ON c.op = 'upsert' AND d.key = c.key AND d.locale = c.locale AND {PUBLIC}
        LEFT JOIN publication_publishedbody b ON b.document_id = d.id
        ORDER BY c.seq"""  # noqa: S608
    found = rows(sql, [now, after, limit, now])
    number, overdue, compacted_to = found[0][:3]
    version = Version(number or 0, overdue, compacted_to or 0)
    return version, [one[3:] for one in found if one[3] is not None]
