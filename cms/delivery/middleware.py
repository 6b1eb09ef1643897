"""Answers the public API before anything that only people with a session need."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cms.delivery.dispatch import PREFIX, dispatch, is_read
from cms.delivery.endpoints.health import VIEWS

Handler = Callable[[HttpRequest], HttpResponse]


def public_api(get_response: Handler) -> Handler:
    """First in MIDDLEWARE: a read of the API passes no session, login, message or locale code.

    Half of what a small Django answer costs is its middleware and the resolver; the API needs
    neither, and reads nothing but the request's path, query and three headers.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if is_read(path):
            return dispatch(request, path[len(PREFIX) :]).as_response()
        view = VIEWS.get(path)
        return view(request) if view else get_response(request)

    return middleware
