"""What applicants send, and the links they are mailed."""

import json
import re
from typing import Any

from django.core import mail
from django.test import Client

from cms.institutions.models import Application, ApplicationState
from cms.notifications.sending import send_waiting

URL = "/api/v1/applications"
LINK = re.compile(r"https?://[^/\s]+(/(?:applications|invitations)/\S+/)")
WHOLE: dict[str, Any] = {
    "legal_name": "Association du Phare de Kerbihan",
    "texts": {
        "fr": {"name": "Le Phare de Kerbihan", "summary": "Un phare, et ses histoires."},
        "ru": {"name": "Маяк Кербиан", "summary": "Маяк и его истории."},
    },
    "registration_number": "82000000000017",
    "kind": "museum",
    "ownership": "association",
    "territory": "fr_53",
    "address": "1 chemin du Phare",
    "postal_code": "29000",
    "town": "Kerbihan",
    "website": "https://www.phare-kerbihan.example.org/",
    "public_email": "bonjour@phare-kerbihan.example.org",
    "building_accessibility": ["lift"],
    "channels": [{"channel": "youtube", "url": "https://www.youtube.com/@phare"}],
    "contact": {
        "name": "Maïwenn Le Goff",
        "email": "maiwenn@phare-kerbihan.example.org",
        "function": "Directrice",
    },
    "colleagues": [{"email": "yann@phare-kerbihan.example.org", "role": "editor"}],
    "message": "Nous ouvrons en avril.",
    "language": "fr",
    "entitled": True,
}


def send(client: Client, body: Any = None, **headers: str) -> Any:
    raw = body if isinstance(body, str | bytes) else json.dumps(body or WHOLE)
    headers.setdefault("content_type", "application/json")
    return client.post(URL, raw, **headers)  # type: ignore[arg-type]


def delivered() -> list[Any]:
    """Every letter the worker has sent by now, the newest last."""
    while send_waiting():
        pass
    return list(mail.outbox)


def links_to(address: str) -> list[str]:
    """Paths of the links in the letters to this address, the newest last."""
    letters = [one for one in delivered() if address in one.to]
    return [path for one in letters for path in LINK.findall(str(one.body))]


def applied(client: Client, **changes: Any) -> tuple[Application, str]:
    """An application that waits for a decision, and the path of its applicant's page."""
    body = WHOLE | changes
    assert send(client, body).status_code == 202
    link = links_to(body["contact"]["email"])[-1]
    assert client.post(link, {"act": "confirm"}).status_code == 302
    application = Application.objects.latest("pk")
    assert application.state == ApplicationState.WAITING
    return application, link
