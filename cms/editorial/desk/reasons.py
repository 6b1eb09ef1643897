"""The reasons a reviewer chooses from, each with the words its author reads by default."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.codes import Code, code_list
from cms.editorial.canned import canned_text
from cms.editorial.desk.changes import Field, fields_of
from cms.editorial.models.submissions import GivenReason
from cms.editorial.workflow.services import Reason

CHOSEN = "reasons"
# The button of a reason that points at one more place.
ANOTHER = "another"
MOST_PLACES = 9


@dataclass(frozen=True)
class ReasonLine:
    """What is said of a reason at one place; `name` is what the names of its fields begin with.

    `place` is the name of a field, empty for the page as a whole.
    """

    name: str
    place: str
    text: str
    is_advice: bool
    is_new: bool


@dataclass(frozen=True)
class ReasonRow:
    """A reason of the form, with a line for each place it points at."""

    code: str
    label: str
    canned: str
    chosen: bool
    lines: list[ReasonLine]

    @property
    def is_written(self) -> bool:
        return self.chosen or any(line.text for line in self.lines)


@dataclass
class ReasonRows:
    """All of them for one page, as they were sent."""

    page: Page
    data: QueryDict

    @cached_property
    def tabs(self) -> list[tuple[str, list[Field]]]:
        """The places a reason may point at."""
        return fields_of(self.page)

    @cached_property
    def labels(self) -> dict[str, str]:
        return {name: label for _tab, fields in self.tabs for name, label in fields}

    @cached_property
    def rows(self) -> list[ReasonRow]:
        return [self._row(code) for code in code_list("reasons") if not code.deprecated]

    @property
    def written(self) -> list[ReasonRow]:
        """Those somebody has begun with."""
        return [row for row in self.rows if row.is_written]

    @property
    def given(self) -> list[Reason]:
        """Those that were chosen, one for each place. Raises ValidationError for a place that is
        none."""
        return [
            self._given(row, line)
            for row in self.rows
            if row.chosen
            for line in row.lines
            if line is row.lines[0] or line.place or line.text
        ]

    def _given(self, row: ReasonRow, line: ReasonLine) -> Reason:
        if line.place and line.place not in self.labels:
            told = _("“%(reason)s” points at no field of this page: choose where.")
            raise ValidationError({CHOSEN: told % {"reason": row.label}})
        severity = GivenReason.Severity.ADVICE if line.is_advice else GivenReason.Severity.BLOCKING
        return Reason(code=row.code, field=line.place, severity=severity, text=line.text)

    def _row(self, code: Code) -> ReasonRow:
        wanted = self.data.get(ANOTHER) == code.code
        return ReasonRow(
            code=code.code,
            label=code.label(),
            canned=canned_text(code.code),
            chosen=wanted or code.code in self.data.getlist(CHOSEN),
            lines=list(self._lines(code, one_more=wanted)),
        )

    def _lines(self, code: Code, *, one_more: bool) -> Iterator[ReasonLine]:
        usual = str(code.extra.get("field", ""))
        yield self._line(code.code, usual if usual in self.labels else "")
        for number in range(2, MOST_PLACES + 1):
            name = f"{code.code}-{number}"
            sent = f"{name}-place" in self.data
            if not sent and not one_more:
                return
            yield self._line(name, "", is_new=not sent)
            one_more = one_more and sent

    def _line(self, name: str, usual: str, *, is_new: bool = False) -> ReasonLine:
        return ReasonLine(
            name=name,
            place=self.data.get(f"{name}-place", usual),
            text=self.data.get(f"{name}-text", "").strip(),
            is_advice=f"{name}-advice" in self.data,
            is_new=is_new,
        )
