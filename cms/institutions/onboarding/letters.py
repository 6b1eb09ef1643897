"""Letters about applications: to the applicant, and to those who decide."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.accounts.models import User
from cms.core.codes import code_list
from cms.institutions.models import Application
from cms.institutions.onboarding.links import link_of
from cms.institutions.policies import decides_applications
from cms.notifications.events import Event, Variable
from cms.notifications.outbox import notify

INSTITUTION = Variable("institution", _("the institution"), "Théâtre des Marées")
LINK = Variable("link", _("the link"), "https://example.org/applications/…/", needed=True)
TEXT = Variable("text", _("what was written"), "Who runs the theatre?")


def _to_applicant(code: str, label: Any, subject: Any, body: Any, *more: Variable) -> Event:
    return Event(
        code=code,
        label=label,
        subject=subject,
        body=body,
        variables=(INSTITUTION, LINK, *more),
        required=True,
        repeatable=True,
    )


def _to_deciders(code: str, label: Any, subject: Any, body: Any, *more: Variable) -> Event:
    return Event(
        code=code,
        label=label,
        subject=subject,
        body=body,
        variables=(INSTITUTION, LINK, *more),
        repeatable=True,
        shown_to=decides_applications,
    )


EVENTS = (
    _to_applicant(
        "application_confirm",
        _("Confirm an application's address"),
        _("{{ site }}: confirm the application of {{ institution }}"),
        _(
            "Hello {{ applicant }},\n\n"
            "somebody, most likely you, has applied for {{ institution }} with this address.\n"
            "Follow this link to confirm it; nobody reads the application before:\n{{ link }}\n\n"
            "The same link shows how far it is, and takes it back. If it was not you, there is"
            " nothing to do.\n"
        ),
        Variable("applicant", _("the applicant"), "Anne Morel"),
    ),
    _to_deciders(
        "application_received",
        _("An institution applies"),
        _("{{ site }}: {{ institution }} applies"),
        _("Hello {{ name }},\n\n{{ institution }} wants to be taken in:\n{{ link }}\n"),
    ),
    _to_applicant(
        "application_question",
        _("A question about an application"),
        _("{{ site }}: a question about the application of {{ institution }}"),
        _("Hello,\n\nwe would like to know:\n\n{{ text }}\n\nAnswer here:\n{{ link }}\n"),
        TEXT,
    ),
    _to_deciders(
        "application_answered",
        _("An applicant has answered"),
        _("{{ site }}: {{ institution }} has answered"),
        _("Hello {{ name }},\n\n{{ institution }} answers:\n\n{{ text }}\n\n{{ link }}\n"),
        TEXT,
    ),
    _to_applicant(
        "application_accepted",
        _("An application is accepted"),
        _("{{ site }}: {{ institution }} is taken in"),
        _(
            "Hello,\n\n{{ institution }} is taken in. An invitation with which you sign in comes"
            " in a letter of its own.\n"
            "{% if text %}\n{{ text }}\n{% endif %}\n{{ link }}\n"
        ),
        TEXT,
    ),
    _to_applicant(
        "application_rejected",
        _("An application is rejected"),
        _("{{ site }}: about the application of {{ institution }}"),
        _(
            "Hello,\n\nthe application of {{ institution }} was not accepted:\n"
            "{% for reason in reasons %}— {{ reason }}\n{% endfor %}"
            "{% if text %}\n{{ text }}\n{% endif %}\n{{ link }}\n"
        ),
        TEXT,
        Variable("reasons", _("the reasons"), ["Outside what the portal is for"]),
    ),
)


def confirm(row: Application) -> None:
    _tell_applicant("application_confirm", row, applicant=row.contact_name)


def received(row: Application) -> None:
    _tell_deciders("application_received", row)


def question(row: Application, text: str) -> None:
    _tell_applicant("application_question", row, text=text)


def answered(row: Application, text: str) -> None:
    _tell_deciders("application_answered", row, text=text)


def accepted(row: Application) -> None:
    _tell_applicant("application_accepted", row, text=row.public_text)


def rejected(row: Application) -> None:
    reasons = [code_list("application_reasons")[code].label(row.language) for code in row.reasons]
    _tell_applicant("application_rejected", row, text=row.public_text, reasons=reasons)


def _tell_applicant(event: str, row: Application, **told: Any) -> None:
    with override(row.language):
        context = {"institution": row.legal_name, "link": link_of(row), **told}
    notify(event=event, to=[row.contact_email], context=context, locale=row.language)


def _tell_deciders(event: str, row: Application, **told: Any) -> None:
    path = reverse("applications:inspect", args=[row.pk])
    context = {
        "institution": row.legal_name,
        "link": f"{settings.PUBLIC_BASE_URL}{path}",
        **told,
    }
    notify(event=event, to=deciders(), context=context, series=f"application:{row.pk}")


def deciders() -> Iterable[User]:
    """Those whose groups decide on applications: superusers look after other things."""
    permission = Permission.objects.filter(
        content_type__app_label="institutions", codename="decide_application"
    )
    holders = Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
    return User.objects.filter(holders, is_active=True).distinct().order_by("pk")
