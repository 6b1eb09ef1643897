"""Every request of the admin that writes does so in one transaction, published copies included."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cms.audit.models import Decision
from cms.audit.recording import by_path
from cms.core.announcing import unsay
from cms.core.busy import busy_answer
from cms.core.database import is_busy
from cms.core.http import SAFE
from cms.core.refusals import answer_to
from cms.publication.unit_of_work import publishing

# Who signs in or out writes a session and a date, each by itself.
BY_THEMSELVES = ("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset")

Handler = Callable[[HttpRequest], HttpResponse]


def write_in_one_transaction(get_response: Handler) -> Handler:
    """Wagtail's publish views save, signal and log in separate transactions; here they are one.

    It begins when the body has been read (`cms.core.well_formed`) and it is known who sent it:
    nobody holds the write lock of SQLite by sending slowly, or without having signed in. An answer
    of 400 and above rolls everything back, and what was to be announced with it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _may_write(request):
            return _in_one_transaction(request, get_response)
        return get_response(request)

    return middleware


def _may_write(request: HttpRequest) -> bool:
    path = request.path
    if request.method in SAFE or not path.startswith(reverse("wagtailadmin_home")):
        return False
    if any(path.startswith(reverse(name)) for name in BY_THEMSELVES):
        return False
    return bool(request.user.is_authenticated)


def _in_one_transaction(request: HttpRequest, get_response: Handler) -> HttpResponse:
    try:
        with by_path(Decision.Path.ADMIN), publishing():
            response = get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
                unsay(request)
    except ValidationError as refusal:
        # wagtail-localize publishes after the view has said that all went well.
        unsay(request)
        answer = answer_to(request, refusal)
        if answer is None:
            raise
        return answer
    except OperationalError as error:
        unsay(request)
        if not is_busy(error):
            raise
        return busy_answer(request)
    except BaseException:
        unsay(request)
        raise
    return response
