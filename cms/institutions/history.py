"""How the history of a record tells what was decided about its institution."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from cms.accounts.roles import Role
from cms.institutions.models import TrustLevel, VerificationState


class Standing(LogFormatter):
    label = gettext_lazy("Standing")

    def format_message(self, log_entry: Any) -> str:
        after = log_entry.data["after"]
        return _("Standing: %(state)s, trust: %(trust)s") % {
            "state": VerificationState(after["verification_state"]).label,
            "trust": TrustLevel(after["trust_level"]).label,
        }


class Member(LogFormatter):
    label = gettext_lazy("Member")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        return _("%(person)s is a member: %(role)s") % {
            "person": data["person"],
            "role": Role(data["role"]).label,
        }


class MemberLeft(LogFormatter):
    label = gettext_lazy("Member left")

    def format_message(self, log_entry: Any) -> str:
        return _("%(person)s is no longer a member") % {"person": log_entry.data["person"]}


class Declined(LogFormatter):
    label = gettext_lazy("Changes declined")

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason")
        return (
            _("Proposed changes declined: %(reason)s") % {"reason": reason}
            if reason
            else _("Proposed changes declined")
        )


ACTIONS = {
    "institutions.standing": Standing,
    "institutions.member": Member,
    "institutions.member_left": MemberLeft,
    "institutions.decline": Declined,
}


def register(actions: Any) -> None:
    for code, formatter in ACTIONS.items():
        actions.register_action(code)(formatter)
