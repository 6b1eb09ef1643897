"""Wordings that moderators gave kinds of mail, in place of the default ones."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template import TemplateSyntaxError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.notifications.events import Event, events
from cms.notifications.letters import Wording, default_wording
from cms.notifications.models import MailText
from cms.notifications.samples import sample
from cms.notifications.wording import UnknownWord, check, said_in


@dataclass(frozen=True)
class Line:
    """A kind of mail in the list of texts; `changed` are the languages it is worded anew in."""

    event: Event
    changed: frozenset[str]


def lines() -> list[Line]:
    """Every kind, by its name."""
    changed = set(MailText.objects.values_list("event", "locale"))
    locales = list(dict(settings.LANGUAGES))
    found = [
        Line(event, frozenset(one for one in locales if (event.code, one) in changed))
        for event in events()
    ]
    return sorted(found, key=lambda line: str(line.event.label))


@transaction.atomic
def word(*, event: Event, locale: str, wording: Wording, user: User) -> None:
    """Word a kind of mail in a language. Raises ValidationError, keyed by field."""
    require_wording(event, locale, wording)
    if wording == default_wording(event, locale):
        back_to_default(event=event, locale=locale, user=user)
        return
    row, _made = MailText.objects.update_or_create(
        event=event.code,
        locale=locale,
        defaults={"subject": wording.subject, "body": wording.body},
    )
    log(row, "wagtail.edit", user=user)


@transaction.atomic
def back_to_default(*, event: Event, locale: str, user: User) -> None:
    for row in MailText.objects.filter(event=event.code, locale=locale):
        log(row, "wagtail.delete", user=user, deleted=True)
        row.delete()


def require_wording(event: Event, locale: str, wording: Wording) -> None:
    """Raises ValidationError, keyed by field, for a text that cannot be sent."""
    faults = {}
    told = sample(event, locale)
    if len(wording.subject.splitlines()) > 1:
        faults["subject"] = _("A subject is one line.")
    for field, text in (("subject", wording.subject), ("body", wording.body)):
        try:
            check(text, told)
        except UnknownWord as error:
            faults[field] = _("“%(name)s” is not among the words this mail may say.") % {
                "name": error
            }
        except TemplateSyntaxError as error:
            faults[field] = _("This cannot be rendered: %(error)s") % {"error": error}
    if "body" not in faults and (left_out := missing(event, wording.body)):
        faults["body"] = _("It must say “%(name)s”.") % {"name": left_out[0]}
    if faults:
        raise ValidationError(faults)


def missing(event: Event, body: str) -> list[str]:
    """The words a text of this mail must say, and does not."""
    said = said_in(body)
    return [one.name for one in event.variables if one.needed and one.name not in said]
