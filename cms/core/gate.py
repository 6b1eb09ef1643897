"""The gate: whether a page may go live is asked here, whatever path publishes it.

`BasePage.save` asks for every save that makes or keeps a page live. A check is a function
`(page) -> Iterable[Objection]`; rooms above register theirs in `AppConfig.ready()`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # the stubs' name for a lazy translation


@dataclass(frozen=True)
class Objection:
    """Why a page may not go live: the field, what is wrong with it and how to mend it."""

    field: str
    message: "str | _StrPromise"
    code: str


Check = Callable[[Any], Iterable[Objection]]

_checks: list[Check] = []


class Refused(ValidationError):
    """The gate stays closed for `page`; the messages are keyed by field."""

    def __init__(self, page: Any, messages: dict[str, list[ValidationError]]) -> None:
        super().__init__(messages)
        self.page = page


def register(check: Check) -> Check:
    """Add a check; registering twice changes nothing."""
    if check not in _checks:
        _checks.append(check)
    return check


def objections(page: Any) -> list[Objection]:
    """Everything that keeps `page`, as it is in memory, from going live."""
    return [objection for check in _checks for objection in check(page)]


def require_open(page: Any) -> None:
    """Raises Refused, a ValidationError keyed by field, when anything objects."""
    by_field: dict[str, list[ValidationError]] = defaultdict(list)
    for objection in objections(page):
        by_field[objection.field].append(ValidationError(objection.message, code=objection.code))
    if by_field:
        raise Refused(page, dict(by_field))
