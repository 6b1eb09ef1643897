"""What people do in a review. The admin, the API and Wagtail's own buttons all come here.

Each is one transaction: who may, whether the content is what was looked at, the change, a row in
the audit log. `PermissionDenied` says that this person may not; `ValidationError`, keyed by field,
what is wrong with what they sent. The page is locked first: of two who decide at once the second
sees what the first has decided.
"""

from cms.editorial.workflow.assigning import assign, claim, hold, let_go, release
from cms.editorial.workflow.deciding import (
    Reason,
    approve,
    earlier_stages,
    move_on,
    note_approval,
    reject,
    request_changes,
)
from cms.editorial.workflow.steps import current_digest
from cms.editorial.workflow.submitting import (
    IN_REVIEW,
    comment,
    note_to_reviewers,
    send_for_review,
    submit,
    withdraw,
)

__all__ = [
    "IN_REVIEW",
    "Reason",
    "approve",
    "assign",
    "claim",
    "comment",
    "current_digest",
    "earlier_stages",
    "hold",
    "let_go",
    "move_on",
    "note_approval",
    "note_to_reviewers",
    "reject",
    "release",
    "request_changes",
    "send_for_review",
    "submit",
    "withdraw",
]
