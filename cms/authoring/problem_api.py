"""What the APIs that write share: every refusal is a problem document (RFC 9457)."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from cms.core.problems import MethodNotAllowed, Problem, Unauthorized

logger = logging.getLogger(__name__)


class ProblemAPI(NinjaAPI):
    """Answers what is raised in its endpoints, and what the router itself refuses."""

    def __init__(self, **options: Any) -> None:
        super().__init__(docs_url=None, **options)
        self.exception_handler(Problem)(refused)
        self.exception_handler(AuthenticationError)(_unknown)
        self.exception_handler(Exception)(_failed)

    def _get_urls(self) -> list[Any]:
        addresses = super()._get_urls()
        for one in addresses:
            if isinstance(one, URLPattern):
                one.callback = _other_methods_refused(one.callback)
        return addresses


def refused(request: HttpRequest, error: Problem) -> HttpResponse:
    response = error.response()
    response["Cache-Control"] = "no-store"
    return response


def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer"}
    return refused(request, Unauthorized("Present an API token.", headers=headers))


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("Internal error during %s", request.path_info, exc_info=error)
    return refused(request, Problem("Something went wrong here; it has been noted."))


def _other_methods_refused(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The router says in plain text that an address does not take a method."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        allowed = ", ".join(sorted(response["Allow"].split(", ")))
        told = f"This address takes {allowed}."
        return refused(request, MethodNotAllowed(told, headers={"Allow": allowed}))

    return answering
