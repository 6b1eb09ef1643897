"""What a button of a release does without asking: POST alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.models import Page

from cms.editorial.releases import services
from cms.editorial.releases.forms import PageForm
from cms.editorial.releases.screens import KeepersOnly, address


class Button(KeepersOnly, View):
    http_method_names = ["post"]
    # Whether anything came of it.
    done = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        told = self.do(request.user)
        (messages.success if self.done else messages.warning)(request, told)
        return redirect(self.next_address)

    def do(self, user: Any) -> str:
        """Returns what is said of it. What it raises is told by who asks (`cms.core.refusals`)."""
        raise NotImplementedError

    @property
    def next_address(self) -> str:
        return address("show", self.held)

    @property
    def pages(self) -> list[Page]:
        """The page that was chosen; of a number that is none, nothing."""
        form = PageForm(self.request.POST)
        return [form.cleaned_data["page"]] if form.is_valid() else []


class AddPage(Button):
    def do(self, user: Any) -> str:
        if services.add(release=self.held, pages=self.pages, user=user):
            return _("The page has been added.")
        self.done = False
        return _("Choose a page that is not in the release yet.")


class RemovePage(Button):
    def do(self, user: Any) -> str:
        services.remove(release=self.held, pages=self.pages, user=user)
        return _("The page has been removed.")


class UseLatest(Button):
    def do(self, user: Any) -> str:
        services.use_latest(release=self.held, pages=self.pages, user=user)
        return _("The page goes live as it is drafted now.")


class Unschedule(Button):
    def do(self, user: Any) -> str:
        services.unschedule(release=self.held, user=user)
        return _("The release is off the schedule.")


class Delete(Button):
    next_address = "releases:index"

    def do(self, user: Any) -> str:
        services.delete(release=self.held, user=user)
        return _("The release has been deleted; its pages are as they were.")


class TryAgain(Button):
    """One that failed: the worker's next turn takes it."""

    next_address = "failing_pages"

    def do(self, user: Any) -> str:
        services.try_again(release=self.held, user=user)
        return _("It is tried again within seconds.")
