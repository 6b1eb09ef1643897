"""What moderation keeps."""

from cms.editorial.models.calendar import Holiday, Weekday, WorkingDay
from cms.editorial.models.rules import Asked, ReviewKind, ReviewRule
from cms.editorial.models.stages import AutomaticChecks, ReviewStage, Stage
from cms.editorial.models.submissions import (
    ACTIVE,
    ENDED,
    WAITING,
    Approval,
    GivenReason,
    Review,
    Submission,
)

__all__ = [
    "ACTIVE",
    "ENDED",
    "WAITING",
    "Approval",
    "Asked",
    "AutomaticChecks",
    "GivenReason",
    "Holiday",
    "Review",
    "ReviewKind",
    "ReviewRule",
    "ReviewStage",
    "Stage",
    "Submission",
    "Weekday",
    "WorkingDay",
]
