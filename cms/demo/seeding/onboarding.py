"""An institution that applies and waits for a decision, and a colleague who is invited."""

from cms.accounts.models import User
from cms.demo.seeding.ground import Ground, key_of
from cms.institutions.members.invitations import invite
from cms.institutions.models import Application, Institution, Invitation, Membership
from cms.institutions.onboarding.services import confirm, send_application

APPLICANT = "maiwenn@phare-kerbihan.example.org"
INVITED = "yann@theatre-des-marees.example.org"


def seed_onboarding(ground: Ground) -> None:
    if not Application.objects.filter(contact_email=APPLICANT).exists():
        confirm(_apply())
    institution = Institution.objects.get(key=key_of("institution", "theatre-des-marees"))
    if not Invitation.objects.filter(email=INVITED).exists():
        invite(
            institution=institution,
            email=INVITED,
            role=Membership.Role.EDITOR,
            by=User.objects.get(username="manager"),
            language="fr",
        )


def _apply() -> Application:
    return send_application(
        language="fr",
        legal_name="Association du Phare de Kerbihan",
        texts={
            "fr": {
                "name": "Le Phare de Kerbihan",
                "summary": "Un phare, sa lanterne et les histoires de ceux qui l’ont gardée.",
            },
            "ru": {
                "name": "Маяк Кербиан",
                "summary": "Маяк, его фонарь и истории тех, кто его хранил.",
            },
        },
        registration_number="82000000000017",
        kind="heritage_site",
        ownership="association",
        territory="fr_53",
        address="1 chemin du Phare",
        postal_code="29000",
        town="Kerbihan",
        website="https://phare-kerbihan.example.org/",
        public_email="bonjour@phare-kerbihan.example.org",
        channels=[{"channel": "youtube", "url": "https://www.youtube.com/@phare-kerbihan"}],
        contact_name="Maïwenn Le Goff",
        contact_email=APPLICANT,
        contact_function="Directrice",
        colleagues=[{"email": "erwan@phare-kerbihan.example.org", "role": "contributor"}],
        message="Nous avons douze films sur la vie des gardiens, et un projet de visite sonore.",
    )
