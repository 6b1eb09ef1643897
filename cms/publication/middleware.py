"""Every request that writes does so in one transaction, published copies included."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

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
        with publishing():
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    return middleware
