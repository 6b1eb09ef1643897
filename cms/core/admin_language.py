"""The admin speaks its reader's language in every answer that knows its reader, refusals too.

Wagtail sets it for a view alone: what is said when a view turns somebody away, or when there is no
view, would be in the site's language.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

Answer = Callable[[HttpRequest], HttpResponse]


def speak_the_readers_language(get_response: Answer) -> Answer:
    """Middleware, after the one that says who asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return get_response(request)
        profile = getattr(request.user, "wagtail_userprofile", None)
        if profile is None:
            return get_response(request)
        language = profile.get_preferred_language()
        with override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware
