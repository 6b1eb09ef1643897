"""The link in each mail that ends mail of its kind: signed, good for ever, and a POST.

Opening it changes nothing (mail scanners open what they see); the button on the page does, and the
one-click POST of mail programs (RFC 8058).
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.accounts.models import User
from cms.notifications.addresses import absolute
from cms.notifications.events import Event, get
from cms.notifications.models import Message
from cms.notifications.preferences import unsubscribe

SALT = "cms.notifications.unsubscribing"


@dataclass(frozen=True)
class Subscription:
    """What a link names: whose mail of which kind, and the language it is spoken of in."""

    user: User | None
    address: str
    event: Event
    locale: str


def link_of(message: Message) -> str:
    """Where the recipient of this message ends mail of its kind."""
    facts = [message.user_id, message.address, message.event, message.locale]
    token = signing.dumps(facts, salt=SALT, compress=True)
    return absolute(reverse("unsubscribe", args=[token]))


def subscription(token: str) -> Subscription:
    """Raises LookupError for a link that was not made here, or ends nothing (any more)."""
    try:
        user_id, address, code, locale = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise LookupError("This link was not made here.") from None
    user = User.objects.filter(pk=user_id).first() if user_id else None
    event = get(code)
    if (user_id and user is None) or event.required:
        raise LookupError("There is nothing to end.")
    return Subscription(user, address, event, locale)


# Whoever has the link may: mail programs have no cookie, and no form of ours to send.
@method_decorator([never_cache, csrf_exempt], name="dispatch")
class UnsubscribeView(View):
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.subscription = subscription(kwargs["token"])
        except LookupError:
            raise Http404 from None
        with override(self.subscription.locale):
            return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._page(request, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        one = self.subscription
        unsubscribe(user=one.user, address=one.address, event=one.event)
        return self._page(request, done=True)

    def _page(self, request: HttpRequest, *, done: bool) -> HttpResponse:
        said = _("You get no more mail of this kind.") if done else _("Do you want none of these?")
        context = {"subscription": self.subscription, "done": done, "message": said}
        answer = render(request, "notifications/unsubscribe.html", context)
        answer["Referrer-Policy"] = "no-referrer"  # the address itself opens
        answer["X-Robots-Tag"] = "noindex"
        return answer
