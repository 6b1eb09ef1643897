"""A refusal is an answer: outside the edit form, too, the editor is told what to mend.

The edit form shows the gate's objections on their fields. Elsewhere in the admin (approving in a
workflow, publishing in bulk, copying, reverting) a refused page would end as a server error.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.users.models import UserProfile

from cms.core import gate
from cms.core.announcing import unsay
from cms.core.busy import busy_answer
from cms.core.database import is_busy
from cms.core.http import SAFE


class RefusalMiddleware:
    """Turns a ValidationError nobody caught in the admin into a message and a way back.

    Everything the request wrote is rolled back: a refused approval is no approval.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if is_busy(exception):
            unsay(request)
            _roll_back()
            return busy_answer(request)
        if not isinstance(exception, ValidationError) or not _is_heard(request):
            return None
        unsay(request)
        answer = answer_to(request, exception)
        _roll_back()
        return answer


def _roll_back() -> None:
    """From here on the transaction in progress, if there is one, takes no statement."""
    if connection.in_atomic_block:
        transaction.set_rollback(True)


def _is_heard(request: HttpRequest) -> bool:
    """Whether somebody in the admin waits for an answer to what they did."""
    return request.method not in SAFE and request.path.startswith(reverse("wagtailadmin_home"))


def answer_to(request: HttpRequest, refusal: ValidationError) -> HttpResponse | None:
    """A message and the way back; None where nobody would see it, outside the admin."""
    if not _is_heard(request):
        return None
    with override(_language_of(request)):
        messages.error(request, told(refusal))
    way_back = _way_back(request)
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        # What Wagtail's modals understand: close, and go there.
        return JsonResponse({"step": "success", "redirect": way_back})
    return redirect(way_back)


def _language_of(request: HttpRequest) -> str | None:
    """The language the editor chose; Wagtail has left it by the time a refusal gets here."""
    profile = UserProfile.objects.filter(user_id=request.user.pk).first()
    return profile.get_preferred_language() if profile else get_language()


def told(refusal: ValidationError) -> str:
    """The refusal in one sentence: which page, and field by field what to mend."""
    page = refusal.page if isinstance(refusal, gate.Refused) else None
    reasons = " ".join(_reasons(refusal, page))
    if page is None:
        return _("This was refused: %(reasons)s") % {"reasons": reasons}
    return _("“%(title)s” is not published: %(reasons)s") % {
        "title": page.title,
        "reasons": reasons,
    }


def _reasons(refusal: ValidationError, page: Any) -> Iterable[str]:
    if not hasattr(refusal, "error_dict"):
        return refusal.messages
    return [
        " ".join(said)
        if field == NON_FIELD_ERRORS
        else f"{gate.label_of(page, field)}: {' '.join(said)}"
        for field, said in refusal.message_dict.items()
    ]


def _way_back(request: HttpRequest) -> str:
    """Where the request wanted to go next, else where it came from."""
    for address in (
        request.GET.get("next"),
        request.POST.get("next"),
        request.headers.get("referer"),
    ):
        if address and url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return address
    return reverse("wagtailadmin_home")
