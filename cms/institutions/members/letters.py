"""Letters about members: an invitation, and that it was accepted."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.accounts.models import User
from cms.institutions.models import Invitation, Membership
from cms.notifications.events import Event, Variable
from cms.notifications.outbox import notify

INSTITUTION = Variable("institution", _("the institution"), "Théâtre des Marées")
EVENTS = (
    Event(
        code="invitation",
        label=_("Invitation to an institution"),
        subject=_("{{ site }}: you are invited to {{ institution }}"),
        body=_(
            "Hello,\n\n"
            "{{ by }} invites you to work for {{ institution }}, as {{ role }}.\n\n"
            "Follow this link to accept:\n{{ link }}\n\n"
            "It is yours alone, works once and until {{ until }}. If you were not expecting it,"
            " there is nothing to do.\n"
        ),
        variables=(
            INSTITUTION,
            Variable("by", _("who invites"), "Gwenaël Le Bihan"),
            Variable("role", _("in which role"), "editor"),
            Variable("link", _("the link"), "https://example.org/invitations/…/", needed=True),
            Variable("until", _("until when it works"), "14/12/2026"),
        ),
        required=True,
        repeatable=True,
    ),
    Event(
        code="invitation_accepted",
        label=_("An invitation was accepted"),
        subject=_("{{ site }}: {{ person }} has joined {{ institution }}"),
        body=_("Hello {{ name }},\n\n{{ person }} has joined {{ institution }}, as {{ role }}.\n"),
        variables=(
            INSTITUTION,
            Variable("person", _("who joined"), "Nolwenn Quéré"),
            Variable("role", _("in which role"), "editor"),
        ),
    ),
)


def invitation(row: Invitation, token: str) -> None:
    """The only place where a token is read; the outbox keeps it until it is sent."""
    path = reverse("invitation", args=[token])
    with override(row.language):
        context = {
            "institution": str(row.institution),
            "by": row.invited_by.display_name if row.invited_by else settings.WAGTAIL_SITE_NAME,
            "role": Membership.Role(row.role).label,
            "link": f"{settings.PUBLIC_BASE_URL}{path}",
            "until": row.expires_at,
        }
    notify(
        event="invitation",
        to=[row.email],
        context=context,
        series=f"invitation:{row.pk}",
        locale=row.language,
    )


def accepted(row: Invitation, user: User) -> None:
    if row.invited_by is None or row.invited_by == user:
        return
    context = {
        "institution": str(row.institution),
        "person": user.display_name,
        "role": Membership.Role(row.role).label,
    }
    series = f"invitation:{row.pk}"
    notify(event="invitation_accepted", to=[row.invited_by], context=context, series=series)
