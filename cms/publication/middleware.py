"""Every request that writes does so in one transaction, published copies included."""

from collections.abc import Callable

from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from cms.core.refusals import answer_to
from cms.publication.unit_of_work import publishing

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}

Handler = Callable[[HttpRequest], HttpResponse]


def write_in_one_transaction(get_response: Handler) -> Handler:
    """Wagtail's publish views save, signal and log in separate transactions; here they are one.

    An answer of 500 and above rolls everything back: an error leaves nothing half written.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return get_response(request)
        try:
            return _in_one_transaction(request, get_response)
        except ValidationError as refusal:
            # wagtail-localize publishes after the commit: its refusals arrive here, when the view
            # has already said that all went well.
            list(get_messages(request))
            answer = answer_to(request, refusal)
            if answer is None:
                raise
            return answer

    return middleware


def _in_one_transaction(request: HttpRequest, get_response: Handler) -> HttpResponse:
    with publishing():
        response = get_response(request)
        if response.status_code >= 500:
            transaction.set_rollback(True)
        return response
