"""From a message of the outbox to the mail that is sent: plain text in its reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.notifications.addresses import absolute
from cms.notifications.events import Event, get
from cms.notifications.models import MailText, Message
from cms.notifications.unsubscribing import link_of
from cms.notifications.wording import render, render_line

SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Wording:
    """The texts of an event in one language."""

    subject: str
    body: str


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str


def default_wording(event: Event, locale: str) -> Wording:
    with override(locale):
        return Wording(str(event.subject), str(event.body))


def wording_of(event: Event, locale: str) -> Wording:
    """The one moderators gave it, or the default."""
    own = MailText.objects.filter(event=event.code, locale=locale).first()
    return Wording(own.subject, own.body) if own else default_wording(event, locale)


def letter(wording: Wording, told: Mapping[str, Any]) -> Letter:
    """Raises TemplateSyntaxError where a wording cannot be rendered."""
    subject = render_line(wording.subject, told)[:SUBJECT_LENGTH]
    return Letter(subject, render(wording.body, told).strip())


def letter_of(message: Message) -> Letter:
    """Raises LookupError for an event that is no longer registered, TemplateSyntaxError."""
    event = get(message.event)
    return letter(wording_of(event, message.locale), message.context | common(message))


def common(message: Message) -> dict[str, str]:
    name = message.user.display_name if message.user else message.address
    return {"name": name, "site": settings.WAGTAIL_SITE_NAME}


def mail_of(message: Message) -> EmailMessage:
    """The whole mail, with its end and its headers. Raises as `letter_of`."""
    event, said = get(message.event), letter_of(message)
    headers = {
        "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's absence answers it
        "Message-ID": message_id(message),
    }
    end = ""
    with override(message.locale):
        if not event.required:
            link = link_of(message)
            headers |= {
                "List-Unsubscribe": f"<{link}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
            end = _ending(event, message, link)
        headers["Content-Language"] = message.locale
    to = message.user.email if message.user else message.address
    return EmailMessage(
        said.subject, f"{said.text}\n{end}", settings.DEFAULT_FROM_EMAIL, [to], headers=headers
    )


def _ending(event: Event, message: Message, link: str) -> str:
    """Why one gets it and how not to, below the line mail programs know as a signature's."""
    lines = [_("This is mail of the kind “%(kind)s”.") % {"kind": event.label}]
    if message.user:
        account = absolute(reverse("wagtailadmin_account") + "#tab-notifications")
        lines.append(_("Choose what you are told: %(address)s") % {"address": account})
    lines.append(_("No more mail of this kind: %(address)s") % {"address": link})
    return "\n-- \n" + "\n".join(lines) + "\n"


def message_id(message: Message) -> str:
    """The same whenever this message is sent: one that arrives twice is shown once."""
    host = urlsplit(settings.PUBLIC_BASE_URL).hostname or "localhost"
    return f"<{message.pk.hex}.{message.created_at:%Y%m%d%H%M%S%f}@{host}>"
