"""The link an applicant is mailed: it opens their own application, and says who they are.

Signed over the application's number and nonce, it stands in every letter and is kept nowhere. The
letter of the decision has another one, and those before it open nothing any more.
"""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from cms.institutions.models import Application

SEPARATOR = "."
_signer = Signer(salt="institutions.application", sep=SEPARATOR)


def token_of(application: Application) -> str:
    signature = _signer.signature(_signed(application))
    return f"{application.uid.hex}{SEPARATOR}{signature}"


def link_of(application: Application) -> str:
    path = reverse("application", args=[token_of(application)])
    return f"{settings.PUBLIC_BASE_URL}{path}"


def application_of(token: str) -> Application | None:
    """The application a link opens; None for one that opens nothing."""
    number, _sep, signature = token.partition(SEPARATOR)
    try:
        application = Application.objects.filter(uid=UUID(hex=number)).first()
        if application is not None:
            _signer.unsign(f"{_signed(application)}{SEPARATOR}{signature}")
    except (ValueError, BadSignature):
        return None
    return application


def _signed(application: Application) -> str:
    return f"{application.uid.hex}-{application.nonce.hex}"
