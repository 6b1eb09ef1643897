"""The guard before the admin's screens: what somebody may not see is, for them, not there."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import ResolverMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.defaults import page_not_found
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from wagtail.admin.auth import require_admin_access

from cms.core.admin_addresses import asked_for, model_of
from cms.core.visibility import Scope, may_see_ids, sees_everything

MULTIPART = "multipart/form-data"  # read once, by whoever comes first
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class AdminGuard:
    """Answers 404, as for what does not exist, when an address names what the asker may not see.

    Path arguments, and ids in queries, posted forms and JSON. It narrows what Wagtail's
    permissions give and gives nothing itself. Arguments nobody described are refused. An id that
    is none, or is spelled otherwise than the admin spells it, names nothing, whoever asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        # Who is not signed in meets the view's own door.
        if not request.user.is_authenticated:
            return None
        return None if all_visible(request, match, sent(request, view)) else nothing_here(request)


def sent(request: HttpRequest, view: Any) -> QueryDict:
    """The fields of a request's body, as the view will read them: of a form, or of JSON."""
    api = getattr(view, "cls", None)
    if api is None or request.method in READING or request.content_type == MULTIPART:
        return request.POST
    _ = request.body  # read whole, so that the view can read it again
    try:
        data = Request(request, parsers=[parser() for parser in api.parser_classes]).data
    except APIException:  # which the view answers with
        return request.POST
    fields = request.POST.copy()
    if isinstance(data, QueryDict):
        pairs = [(name, value) for name, values in data.lists() for value in values]
    else:
        pairs = list(data.items()) if isinstance(data, dict) else []
    for name, value in pairs:
        fields.appendlist(name, "" if value is None else str(value))
    return fields


def all_visible(request: HttpRequest, match: ResolverMatch, posted: QueryDict) -> bool:
    """Whether the asker may see everything the request names: one query per model and scope."""
    staff = sees_everything(request.user)
    keys: dict[tuple[type[Model], Scope], set[str]] = {}
    for named, key in asked_for(match.view_name, match.kwargs, request.GET, posted):
        model = model_of(named) if named else None
        if named and model:
            keys.setdefault((model, named[1]), set()).add(str(key))
        elif not staff:
            return False
    return all(
        may_see_ids(request.user, model, spelled, scope) for (model, scope), spelled in keys.items()
    )


def nothing_here(request: HttpRequest) -> HttpResponse:
    """What the admin answers for what does not exist, in the reader's language."""
    try:
        return _missing(request)
    except Http404 as missing:
        return page_not_found(request, missing, template_name="wagtailadmin/404.html")


@never_cache
@require_admin_access
def _missing(request: HttpRequest) -> HttpResponse:
    raise Http404
