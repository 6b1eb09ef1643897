"""What is decided of institutions, by its code in the log of decisions, and how it gets there."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.accounts.models import User
from cms.audit import recording
from cms.audit.models import Decision
from cms.institutions.models import Institution

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTS: "dict[str, _StrPromise]" = {
    "application_confirmed": _("confirmed the address of an application"),
    "application_asked": _("asked the applicant a question"),
    "application_answered": _("answered a question"),
    "application_accepted": _("accepted an application"),
    "application_rejected": _("rejected an application"),
    "application_withdrawn": _("withdrew an application"),
    "institution_standing": _("changed an institution's standing"),
    "member_joined": _("made somebody a member"),
    "member_removed": _("removed a member"),
    "member_left": _("left an institution"),
    "member_invited": _("invited somebody"),
    "invitation_sent_again": _("sent an invitation again"),
    "invitation_revoked": _("revoked an invitation"),
    "invitation_accepted": _("accepted an invitation"),
    "content_taken_down": _("decided to take an institution's content down"),
    "content_handed_over": _("decided to hand an institution's content over"),
    "content_readdressed": _("gave a page another address, below its new institution"),
    "content_brought_back": _("decided to bring an institution's content back"),
}


def record(
    act: str,
    *,
    by: User | None,
    institution: Institution | None = None,
    page: Page | None = None,
    title: str = "",
    data: Mapping[str, Any] | None = None,
    public_text: str = "",
    private_note: str = "",
    by_name: str = "",
) -> Decision:
    """Note a decision in the transaction of what it decides; `by_name` is of who has no account."""
    return recording.record(
        act=act,
        actor=by,
        page=page,
        institution_id=institution.pk if institution else None,
        title=title or str(institution or ""),
        data=data,
        public_text=public_text,
        private_note=private_note,
        actor_name=by_name,
    )
