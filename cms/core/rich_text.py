"""What running text names by the number of its row: a link to a page, a picture."""

import re
from collections.abc import Iterable
from typing import Any

NUMBER = re.compile(r"[0-9]{1,18}")


class ByNumber:
    """A tag that names nothing, or by no number that a row could have, costs nobody but itself.

    Draftail saves such links. Wagtail raises at them, and reads no further: neither in its index
    of references nor when the text is shown. Stands before Wagtail's handler.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        named = [attrs if _names_a_row(attrs) else {} for attrs in attrs_list]
        found: list[Any] = super().get_many(named)  # type: ignore[misc]
        return found

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Iterable[Any]:
        if not _names_a_row(attrs):
            return ()
        found: Iterable[Any] = super().extract_references(attrs)  # type: ignore[misc]
        return found


def _names_a_row(attrs: dict[str, str]) -> bool:
    return NUMBER.fullmatch(attrs.get("id", "")) is not None
