"""The reasons a reviewer chooses from, each with the words its author reads by default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wagtail.models import Page

from cms.core.codes import Code, code_list
from cms.editorial.canned import canned_text
from cms.editorial.desk.changes import fields_of
from cms.editorial.models.submissions import GivenReason
from cms.editorial.workflow.services import Reason

CHOSEN = "reasons"


@dataclass(frozen=True)
class ReasonRow:
    """A line of the form: the code, and what was typed beside it."""

    code: str
    label: str
    canned: str
    chosen: bool = False
    place: str = ""
    text: str = ""
    is_advice: bool = False


@dataclass
class ReasonRows:
    """All of them for one page. `places` are the fields a reason may point at, by their labels:
    what people read and type."""

    page: Page
    data: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def places(self) -> dict[str, str]:
        return {label: name for name, label in fields_of(self.page)}

    @cached_property
    def rows(self) -> list[ReasonRow]:
        return [self._row(code) for code in code_list("reasons") if not code.deprecated]

    @property
    def given(self) -> list[Reason]:
        """Those that were chosen. A place nobody knows is none: the reason is about the page."""
        return [
            Reason(
                code=row.code,
                field=self.places.get(row.place, ""),
                severity=(
                    GivenReason.Severity.ADVICE if row.is_advice else GivenReason.Severity.BLOCKING
                ),
                text=row.text.strip(),
            )
            for row in self.rows
            if row.chosen
        ]

    def _row(self, code: Code) -> ReasonRow:
        chosen = self.data.getlist(CHOSEN) if self.data else []  # type: ignore[attr-defined]
        return ReasonRow(
            code=code.code,
            label=code.label(),
            canned=canned_text(code.code),
            chosen=code.code in chosen,
            place=self.data.get(f"{code.code}-place", self._usual_place(code)),
            text=self.data.get(f"{code.code}-text", ""),
            is_advice=f"{code.code}-advice" in self.data,
        )

    def _usual_place(self, code: Code) -> str:
        usual = code.extra.get("field", "")
        return next((label for label, name in self.places.items() if name == usual), "")
