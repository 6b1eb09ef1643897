"""What moderation keeps."""

from cms.editorial.models.calendar import Holiday, Weekday, WorkingDay
from cms.editorial.models.flags import FlagHit, FlagRule, FlagRuleVersion, Operator
from cms.editorial.models.links import ReviewLink
from cms.editorial.models.releases import Release, ReleaseMember
from cms.editorial.models.rules import Asked, ReviewKind, ReviewRule
from cms.editorial.models.spot_checks import SpotCheck, TrustChange
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
    "FlagHit",
    "FlagRule",
    "FlagRuleVersion",
    "GivenReason",
    "Holiday",
    "Operator",
    "Release",
    "ReleaseMember",
    "Review",
    "ReviewKind",
    "ReviewLink",
    "ReviewRule",
    "ReviewStage",
    "SpotCheck",
    "Stage",
    "Submission",
    "TrustChange",
    "Weekday",
    "WorkingDay",
]
