"""The screens of one release: its pages, what blocks it, and what is done with it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.editorial.models.releases import OPEN, WAITING_FOR_MOMENT, Release
from cms.editorial.releases import selectors, services
from cms.editorial.releases.blocking import Blocked, blocked, dry_run, told_of
from cms.editorial.releases.forms import PageForm, ReleaseForm, RollBackForm, ScheduleForm
from cms.editorial.releases.policies import may_keep

PAGES_SHOWN = 50


class KeepersOnly(WagtailAdminTemplateMixin):
    """Turns everybody else away; `self.release` is what the address names, if it names one."""

    header_icon = "date"
    release: Release | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_keep(request.user):
            return permission_denied(request)
        if "release_id" in kwargs:
            self.release = get_object_or_404(Release, pk=kwargs["release_id"])
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def held(self) -> Release:
        assert self.release is not None
        return self.release

    def get_page_subtitle(self) -> str:
        return self.release.title if self.release else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [{"url": reverse("releases:index"), "label": _("Releases")}]
        if self.release is not None:
            items.append({"url": address("show", self.release), "label": self.release.title})
        return [
            *self.breadcrumbs_items,
            *items,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"release": self.release}


class NewView(KeepersOnly, FormView):
    page_title = gettext_lazy("New release")
    template_name = "editorial/releases/form.html"
    form_class = ReleaseForm

    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        self.release = services.create(user=self.request.user, **form.cleaned_data)
        return redirect(address("show", self.release))


class EditView(KeepersOnly, FormView):
    page_title = gettext_lazy("Title and note")
    template_name = "editorial/releases/form.html"
    form_class = ReleaseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.release}

    def form_valid(self, form: ReleaseForm) -> HttpResponse:
        services.describe(release=self.held, user=self.request.user, **form.cleaned_data)
        return redirect(address("show", self.held))


class ReleaseView(KeepersOnly, TemplateView):
    """Its pages, some at a time, and everything that can be done with it now."""

    page_title = gettext_lazy("Release")
    template_name = "editorial/releases/release.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        release = self.held
        members = selectors.in_tree_order(release).select_related(
            "revision", "page__latest_revision"
        )
        pages = Paginator(members, PAGES_SHOWN)
        return super().get_context_data(
            members=pages.get_page(self.request.GET.get("p")),
            page_form=PageForm(),
            may_change=release.status == Release.Status.DRAFT,
            may_publish=release.status in OPEN,
            may_unschedule=release.status in WAITING_FOR_MOMENT,
            may_roll_back=release.status == Release.Status.LIVE,
            **kwargs,
        )


class DryRunView(KeepersOnly, TemplateView):
    """What would keep each page from going live now; nothing is written."""

    page_title = gettext_lazy("Dry run")
    template_name = "editorial/releases/dry_run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_examined(self.held, self.request.user), **kwargs)


class Deciding(KeepersOnly, FormView):
    """A form that decides; `decide` is the service. Who is blocked is shown by what."""

    template_name = "editorial/releases/decision.html"
    submit_label: Any
    done: Any

    def decide(self, form: Any) -> Any:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.decide(form)
        except Blocked as refusal:  # before anything was written
            count = len(refusal.candidates)
            messages.error(
                self.request,
                ngettext(
                    "%(count)d page keeps the release from going live.",
                    "%(count)d pages keep the release from going live.",
                    count,
                )
                % {"count": count},
            )
            return redirect(address("dry_run", self.held))
        messages.success(self.request, self.done % {"title": self.held.title})
        return redirect(address("show", self.held))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=self.submit_label, **kwargs)


class PublishView(Deciding):
    """Asks once more, with what would keep it from going live."""

    page_title = gettext_lazy("Publish now")
    template_name = "editorial/releases/publish.html"
    submit_label = gettext_lazy("Yes, publish all together")
    done = gettext_lazy("“%(title)s” is live.")
    form_class = forms.Form

    def decide(self, form: Any) -> Any:
        return services.publish(release=self.held, user=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_examined(self.held, self.request.user), **kwargs)


class ScheduleView(Deciding):
    page_title = gettext_lazy("Schedule")
    submit_label = gettext_lazy("Schedule")
    done = gettext_lazy("“%(title)s” is scheduled.")
    form_class = ScheduleForm

    def get_initial(self) -> dict[str, Any]:
        return {"go_live_at": self.held.go_live_at}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            if "go_live_at" not in getattr(refusal, "error_dict", {}):
                raise
            form.add_error(None, refusal)
            return self.form_invalid(form)

    def decide(self, form: ScheduleForm) -> Any:
        at = form.cleaned_data["go_live_at"]
        return services.schedule(release=self.held, at=at, user=self.request.user)


class RollBackView(Deciding):
    page_title = gettext_lazy("Roll back")
    template_name = "editorial/releases/roll_back.html"
    submit_label = gettext_lazy("Yes, roll back")
    done = gettext_lazy("“%(title)s” is rolled back.")
    form_class = RollBackForm

    def decide(self, form: RollBackForm) -> Any:
        reason = form.cleaned_data["reason"]
        return services.roll_back(release=self.held, user=self.request.user, reason=reason)


def address(name: str, release: Release) -> str:
    return reverse(f"releases:{name}", args=[release.pk])


def _examined(release: Release, user: Any) -> dict[str, Any]:
    candidates = dry_run(release, user)
    kept = blocked(candidates)
    return {
        "candidates": candidates,
        "blocked": [(one.page, told_of(one)) for one in kept],
        "free": len(candidates) - len(kept),
        "unchanged": sum(one.is_public_already for one in candidates),
    }
