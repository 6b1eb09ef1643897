"""Letters about an institution's standing and content, to its managers."""

from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.institutions.models import Disposition, Institution, Membership, VerificationState
from cms.notifications.events import Event, Variable
from cms.notifications.outbox import notify

INSTITUTION = Variable("institution", _("the institution"), "Théâtre des Marées")
STANDING = Event(
    code="institution_standing",
    label=_("An institution is validated, suspended or closed"),
    subject=_("{{ site }}: {{ institution }} — {{ state }}"),
    body=_(
        "Hello {{ name }},\n\n{{ institution }} is now: {{ state }}.\n"
        "{% if content == 'take_down' %}What is public of it is taken down.\n"
        "{% elif content == 'hand_over' %}What it has goes to {{ successor }}.\n"
        "{% elif content == 'bring_back' %}What was taken down comes back.\n{% endif %}"
        "{% if text %}\n{{ text }}\n{% endif %}"
    ),
    variables=(
        INSTITUTION,
        Variable("state", _("its standing"), "Suspended"),
        Variable("content", _("take_down, hand_over, bring_back or nothing"), "take_down"),
        Variable("successor", _("who its content goes to"), ""),
        Variable("text", _("what was written"), "Until the dispute is settled."),
    ),
    required=True,
    repeatable=True,
)
INHERITED = Event(
    code="content_inherited",
    label=_("Another institution's content was handed over"),
    subject=_("{{ site }}: what {{ former }} had is yours"),
    body=_(
        "Hello {{ name }},\n\nthe pages, images and documents of {{ former }} were handed over to"
        " {{ institution }}: {{ pages }} pages. You find them below your institution's page.\n"
    ),
    variables=(
        INSTITUTION,
        Variable("former", _("whose it was"), "Cinéma du Phare"),
        Variable("pages", _("how many pages"), 12),
    ),
)
EVENTS = (STANDING, INHERITED)


def standing(row: Institution, found: Disposition | None, text: str) -> None:
    content = ""
    if found is not None:
        returning = found.state == Disposition.State.RETURNING
        content = "bring_back" if returning else str(found.kind)
    context = {
        "institution": str(row),
        "state": VerificationState(row.verification_state).label,
        "content": content,
        "successor": str(found.successor or "") if found else "",
        "text": text,
    }
    series = f"standing:{row.pk}"
    notify(event="institution_standing", to=managers(row), context=context, series=series)


def done(row: Disposition) -> None:
    """Who inherited learns of it when everything is there."""
    if row.successor is None:
        return
    context = {
        "institution": str(row.successor),
        "former": str(row.institution),
        "pages": row.pages.filter(problem="").count(),
    }
    notify(event="content_inherited", to=managers(row.successor), context=context)


def managers(institution: Institution) -> list[User]:
    places = Membership.objects.filter(institution=institution, role=Membership.Role.MANAGER)
    return [one.user for one in places.select_related("user").order_by("pk")]
