"""What the authoring API answers, as OpenAPI shapes; what it is sent is in
`cms.publication.authored`."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from cms.authoring.schemas import FaultShape
from cms.publication.authored.item import LONGEST_EXTERNAL_ID, LONGEST_SOURCE, AuthoredItem

# A member of a merge patch, as JSON Schema: its type is that of the item's.
ANYTHING: Any = {"type": ["string", "number", "boolean", "array", "object", "null"], "items": {}}


class ItemShape(AuthoredItem):
    """An item as it is drafted now. What is read only may be sent back as it came."""

    id: Annotated[UUID, Field(description="The same in every language, and in the public API.")]
    source: str | None
    external_id: str | None


class ItemLine(AuthoredItem):
    """One line of a batch: an item and what it is called."""

    source: Annotated[str, Field(min_length=1, max_length=LONGEST_SOURCE)]
    external_id: Annotated[str, Field(min_length=1, max_length=LONGEST_EXTERNAL_ID)]


class ItemPatch(Schema):
    """Any members of an item (RFC 7396): null takes one back to unknown."""

    # Described as what an item is; what is sent is merged, then validated as a whole.
    model_config = {"extra": "allow", "json_schema_extra": {"additionalProperties": ANYTHING}}


class WarningShape(Schema):
    """What the automatic checks noted beside: a field, and what is to be known of it."""

    field: str
    message: str
    code: str


class ListedItem(Schema):
    id: UUID
    source: str | None
    external_id: str | None
    titles: dict[str, str]
    etag: str


class ItemList(Schema):
    items: list[ListedItem]
    next: Annotated[str | None, Field(description="The `cursor` of the next page.")]


class BatchLine(Schema):
    """What became of one line of a batch."""

    line: Annotated[int, Field(description="Counted from 1, empty lines included.")]
    source: str | None
    external_id: str | None
    status: Annotated[int, Field(description="What a request of its own would be answered with.")]
    id: UUID | None
    etag: str | None
    changed: Annotated[list[str], Field(description="Languages with a new revision.")]
    detail: str | None
    errors: list[FaultShape]


class InstitutionShape(Schema):
    key: UUID
    title: str


class Limits(Schema):
    item_bytes: int
    batch_bytes: int
    batch_lines: int
    image_bytes: int
    document_bytes: int


class CallerShape(Schema):
    """Who a token speaks for, and what it opens."""

    user: str
    institution: InstitutionShape | None
    scopes: list[str]
    sources: Annotated[
        list[str] | None, Field(description="Of which the token may write; null: any.")
    ]
    locales: list[str]
    expires_at: datetime | None
    limits: Limits


class FileShape(Schema):
    """An image or document that was uploaded."""

    id: Annotated[int, Field(description="What an item's `image`, `document` or `file` names.")]
    kind: Literal["image", "document"]
    title: str
    description: str | None
    credit: str
    licence: str
    source_url: str
    type: str
    bytes: int | None
    width: int | None
    height: int | None
    sha1: str


class SubmissionShape(Schema):
    submitted_at: datetime
    due_at: datetime | None
    urgent: bool
    note: str
    warnings: list[WarningShape]


class ReviewShape(Schema):
    kind: str
    status: str
    quorum: Annotated[int, Field(description="How many must approve.")]
    claimed: bool
    assignee: Annotated[str | None, Field(description="Told to those who give it.")]
    asks_you: bool


class ReasonShape(Schema):
    """What a reviewer asked for."""

    code: Annotated[str, Field(description="Of `/vocabularies/reasons`.")]
    field: str
    loc: Annotated[str | None, Field(description="Where in the item: `item.texts.fr.summary`.")]
    severity: str
    text: str


class StatusShape(Schema):
    """How far a document is in one language."""

    state: Annotated[
        str,
        Field(
            description="draft, submitted, in_review, changes_requested, rejected, scheduled,"
            " published, expired or unpublished."
        ),
    ]
    live: bool
    path: Annotated[str | None, Field(description="Where it is public.")]
    has_unpublished_changes: bool
    digest: Annotated[str, Field(description="Of the draft's content: what is approved.")]
    allowed_actions: Annotated[list[str], Field(description="What this token may do now.")]
    blocking: Annotated[list[FaultShape], Field(description="What keeps it from going live.")]
    submission: SubmissionShape | None
    reviews: list[ReviewShape]
    reasons: Annotated[list[ReasonShape], Field(description="What is still to be mended.")]


class PageStatus(Schema):
    id: UUID
    locales: dict[str, StatusShape]


class ActShape(Schema):
    """What an act came to."""

    decision: UUID | None
    left_out: Annotated[
        list[str],
        Field(
            description="Languages in which a date keeps its status: nobody has approved what would"
            " be public there."
        ),
    ]
    status: StatusShape


class DecisionShape(Schema):
    id: UUID
    act: str
    at: datetime
    by: str | None
    review: str | None
    public_text: str
    private_note: Annotated[str | None, Field(description="Told to the portal's reviewers.")]
    reasons: list[ReasonShape]


class HistoryShape(Schema):
    decisions: list[DecisionShape]
