"""The gate: whether a page may go live is asked here, whatever path publishes it.

`BasePage.save` asks for every save that makes or keeps a page live. Rooms above register two kinds
of checks in `AppConfig.ready()`: of the page as it is in memory, `(page) -> Iterable[Objection]`,
and of the place it is in or moves to, `(page, path of the parent) -> Iterable[Objection]`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.formats import date_format
from django.utils.text import capfirst
from wagtail.models import Page

from cms.core.visibility import may_see_id

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # the stubs' name for a lazy translation


@dataclass(frozen=True)
class Objection:
    """Why a page may not go live: the field, what is wrong with it and how to mend it."""

    field: str
    message: "str | _StrPromise"
    code: str


@dataclass(frozen=True)
class Warned:
    """What reviewers of a page should know: the field, a code, and what its words are filled with.

    It is kept so, and worded when somebody reads it (`worded`), in that person's language.
    """

    field: str
    code: str
    params: Mapping[str, Any] | None = None


Check = Callable[[Any], Iterable[Objection]]
Adviser = Callable[[Any], Iterable[Warned]]
# Of the page as it would go live, its revision, who publishes it, by which path, below what parent.
ApprovalCheck = Callable[..., Iterable[Objection]]
PlaceCheck = Callable[[Any, str], Iterable[Objection]]

_checks: list[Check] = []
_advisers: dict[Adviser, Mapping[str, "str | _StrPromise"]] = {}
_place_checks: list[PlaceCheck] = []
_approval_checks: list[ApprovalCheck] = []


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


def register_place(check: PlaceCheck) -> PlaceCheck:
    """Add a check of where a page is; registering twice changes nothing."""
    if check not in _place_checks:
        _place_checks.append(check)
    return check


def register_warning(check: Adviser, words: "Mapping[str, str | _StrPromise]") -> Adviser:
    """Add a check that keeps nothing from going live: what it says goes along to reviewers, in the
    words of its codes."""
    _advisers[check] = words
    return check


def warnings(page: Any) -> list[Warned]:
    """What reviewers of `page` should know, though it keeps it from nothing."""
    return [warning for adviser in _advisers for warning in adviser(page)]


def worded(code: str, params: Mapping[str, Any] | None, *, reader: Any = None) -> str:
    """A warning in the reader's language; the code of one nobody knows any more.

    What is about another `page` has other words, those of `<code>_unseen`, for a `reader` who may
    not see it; at the desk all of them may.
    """
    unseen = f"{code}_unseen"
    known = {name: told for words in _advisers.values() for name, told in words.items()}
    if unseen in known and reader is not None and not _sees(reader, params):
        code, params = unseen, None
    template = known.get(code, code)
    if not params:
        return str(template)
    return str(template) % {name: _read(name, said) for name, said in params.items()}


def _sees(reader: Any, params: Mapping[str, Any] | None) -> bool:
    return may_see_id(reader, Page, (params or {}).get("page"))


def _read(name: str, said: Any) -> Any:
    """A `day` is kept as ISO 8601 has it, and read as the reader writes dates."""
    return date_format(date.fromisoformat(said), "DATE_FORMAT") if name == "day" else said


def objections(page: Any) -> list[Objection]:
    """Everything about `page`, as it is in memory, that keeps it from going live."""
    return [objection for check in _checks for objection in check(page)]


def place_objections(page: Any, parent_path: str) -> list[Objection]:
    """Everything that keeps anything new from going live below the page at `parent_path`."""
    return [objection for check in _place_checks for objection in check(page, parent_path)]


def register_approvals(check: ApprovalCheck) -> ApprovalCheck:
    """Say who knows which approvals a page needs; the package that moderates does, once."""
    _approval_checks[:] = [check]
    return check


def approval_objections(
    *, page: Any, revision: Any, user: Any, path: str, parent: Any = None
) -> list[Objection]:
    """Which approvals are missing for `page`, as it is in memory, to go live by `user`'s hand."""
    return [
        objection
        for check in _approval_checks
        for objection in check(page=page, revision=revision, user=user, path=path, parent=parent)
    ]


def require_open(page: Any) -> None:
    """Raises Refused, a ValidationError keyed by field, when anything about the page objects."""
    _require_none(page, objections(page))


def require_place(page: Any, parent_path: str) -> None:
    """Raises Refused when nothing new may go live below the page at `parent_path`."""
    _require_none(page, place_objections(page, parent_path))


def label_of(page: Any, field: str) -> str:
    """What people call the field an objection is about; of no page, or no field, its name."""
    try:
        named = page._meta.get_field(field)
    except (AttributeError, FieldDoesNotExist):
        return field.replace("_", " ").capitalize()
    model = named.related_model if named.auto_created else None
    return capfirst(str(model._meta.verbose_name_plural if model else named.verbose_name))


def refusal(page: Any, objected: Iterable[Objection]) -> Refused:
    """What is raised for these objections: keyed by field."""
    by_field: dict[str, list[ValidationError]] = defaultdict(list)
    for objection in objected:
        by_field[objection.field].append(ValidationError(objection.message, code=objection.code))
    return Refused(page, dict(by_field))


def _require_none(page: Any, objected: list[Objection]) -> None:
    if objected:
        raise refusal(page, objected)
