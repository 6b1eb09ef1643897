"""Who sees the outbox in the admin: those who look after mail that failed."""

from typing import Any

from django.db.models import Q

from cms.core.admin_addresses import name_arguments
from cms.core.visibility import EVERYTHING, NOTHING, Rule, Scope, register
from cms.notifications.models import Message

KEEP_MAIL = "notifications.change_message"
WORD_MAIL = "notifications.change_mailtext"


def mail_kept(user: Any) -> Q:
    return EVERYTHING if user.has_perm(KEEP_MAIL) else NOTHING


def register_rules() -> None:
    register(Message, Rule(mine=mail_kept))
    for act in ("retry", "dismiss"):
        name_arguments(f"failed_mail_{act}", pk=("notifications.Message", Scope.MINE))
