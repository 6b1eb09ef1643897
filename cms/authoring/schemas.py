"""What the imports API says, as OpenAPI shapes."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Counts(Schema):
    """How many lines came out how."""

    created: int
    updated: int
    unchanged: int
    submitted: int = Field(0, description="Items whose new text is in review; not public yet.")
    rejected: int
    vanished: int = Field(description="Items whose line is no longer in the file; still public.")
    warnings: int


class ImportState(Schema):
    """One import, as far as it has come."""

    id: UUID
    state: Literal["queued", "running", "done", "failed", "interrupted"]
    mapping: str
    file: str
    dry_run: bool
    decided: bool = Field(description="Whether somebody decided that it needs no review.")
    waiting: int = Field(
        description="Pages it left to a review or a decision, and nobody has decided with it."
    )
    lines: int = Field(description="How many lines the file has.")
    done: int = Field(description="How many of them are through.")
    counts: Counts
    problem: str | None = Field(description="Why it stopped before its end.")
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    report: str = Field(description="Where the report is, a JSON object per line.")


class FaultShape(Schema):
    """One thing that is wrong."""

    loc: str
    msg: str
    code: str


class ProblemShape(Schema):
    """An error, as in RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultShape]


class NoteShape(Schema):
    """One thing to know about a line."""

    field: str
    reason: str
    code: str


class PageShape(Schema):
    """The item's page."""

    id: int
    path: str


class LineShape(Schema):
    """One line of the report."""

    line: int | None = Field(description="None for an item whose line vanished from the file.")
    external_id: str
    outcome: Literal["created", "updated", "unchanged", "submitted", "rejected", "vanished"]
    page: PageShape | None
    errors: list[NoteShape]
    warnings: list[NoteShape]
