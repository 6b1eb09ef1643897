"""The cards of a list's documents, and the change they are true of."""

from collections.abc import Sequence
from functools import lru_cache

from cms.delivery.selectors.log import CHANGE_NUMBER, change_number
from cms.delivery.selectors.statements import placeholders, rows


def read_cards(document_ids: Sequence[int]) -> tuple[int, dict[int, bytes]]:
    """The number of the last change, and by its number each of these documents' cards.

    One statement, so that they belong together. It reads nothing but bodies: the catalogue has
    left out what time has overtaken, and a card says itself whose it is.
    """
    found = rows(_cards_sql(len(document_ids)), document_ids) if document_ids else []
    if not found:
        return change_number(), {}
    return found[0][2] or 0, {document_id: card for document_id, card, _number in found}


@lru_cache(maxsize=128)
def _cards_sql(count: int) -> str:
    return f"""
        SELECT b.document_id, b.card, {CHANGE_NUMBER}
        FROM publication_publishedbody b
        WHERE b.document_id IN ({placeholders(range(count))})"""  # noqa: S608
