"""An item on the desk: its preview, what changed, what is known, and the decision."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.core.admin_screens.editing import tell_outcome
from cms.core.visibility import Scope, may_see
from cms.editorial import policies
from cms.editorial.desk import queue
from cms.editorial.desk.changes import changes_of
from cms.editorial.desk.deciding import ACTS, Sent, perform
from cms.editorial.desk.dossier import Dossier
from cms.editorial.desk.filters import filtered
from cms.editorial.desk.opening import take, take_afterwards
from cms.editorial.desk.reasons import ANOTHER
from cms.editorial.duplicates import possible_duplicates
from cms.editorial.models.submissions import Review, Submission
from cms.editorial.workflow import services

STEPS = {"next": 1, "previous": -1}


class OnTheDesk:
    """Mixin: the submission an address names, for those its reviews ask."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def submission(self) -> Submission:
        """Raises Http404, also where its authors wrote on after the review, to who sees no draft of
        theirs otherwise; PermissionDenied for anybody else."""
        known = Submission.objects.select_related(
            "page__locale", "institution", "submitted_by", "workflow_state"
        )
        submission = get_object_or_404(known, pk=self.kwargs["submission_id"])
        user: Any = self.request.user
        reviews = Review.objects.filter(submission=submission, group__in=user.groups.values("pk"))
        if not user.has_perm(policies.ASSIGN) and not reviews.exists():
            raise PermissionDenied
        if submission.is_written_since and not may_see(user, submission.page, Scope.MINE):
            raise Http404
        return submission

    @property
    def query(self) -> str:
        """The queue's filters stay while one goes from item to item."""
        spelled = self.request.GET.urlencode()
        return f"?{spelled}" if spelled else ""

    def address(self, submission_id: int) -> str:
        return reverse("desk_item", args=[submission_id]) + self.query


class ItemView(OnTheDesk, WagtailAdminTemplateMixin, TemplateView):
    template_name = "editorial/desk/item.html"
    header_icon = "tasks"
    page_title = gettext_lazy("Review desk")

    @cached_property
    def dossier(self) -> Dossier:
        return Dossier(self.submission, self.request)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # A button of a link says which link it revokes.
        wanted = "revoke_link" if "revoke_link" in request.POST else request.POST.get("act", "")
        sent = Sent(self.dossier, request.POST)
        if ANOTHER in request.POST:
            return self._again(sent)
        if wanted not in STEPS and wanted not in ACTS:
            raise Http404
        if _leaves(wanted) and sent.is_written and not sent.text("leave"):
            told = _("What you have written is not sent. Press the button again to leave it.")
            return self._again(sent, {"leave": [told]}, 422)
        if wanted in STEPS:
            return self._move_on(self._neighbour(STEPS[wanted]))
        act = ACTS[wanted]
        following = self._neighbour(1) if act.moves_on else None
        try:
            perform(act, sent)
        except ValidationError as refused:
            return self._again(sent, _by_field(refused), 422)
        except PermissionDenied as refused:
            told = str(refused) or _("You may not do this.")
            return self._again(sent, {NON_FIELD_ERRORS: [told]}, 403)
        if not act.moves_on:
            self._tell(TOLD[wanted])
            return self._stay(sent.without(act.uses))
        if wanted == "approve" and self._asks_still:
            self._tell(gettext_lazy("“%(title)s” waits for another review of yours."))
            return self._move_on(following or self.submission.pk)
        self._tell_outcome(wanted, sent)
        return self._move_on(following)

    @property
    def _asks_still(self) -> bool:
        """Whether the person has given one of their reviews and not another."""
        self.submission.refresh_from_db()
        return Dossier(self.submission, self.request).decides

    @property
    def _here(self) -> str:
        return self.address(self.submission.pk)

    def _neighbour(self, step: int) -> int | None:
        rows = filtered(self.request, queue.decidable(self.request.user))
        return queue.neighbour(rows, self.submission, step)

    def _move_on(self, following: int | None) -> HttpResponse:
        """What one leaves undecided, and had by opening it alone, waits for anybody again."""
        services.let_go(submission=self.submission, user=self.request.user)
        if following is None:
            messages.success(self.request, _("Nothing else waits for you here."))
            return redirect(reverse("desk") + self.query)
        take_afterwards(following, self.request.user)
        return redirect(self.address(following))

    def _stay(self, left: Sent) -> HttpResponse:
        return self._again(left) if left.is_written else redirect(self._here)

    def _again(
        self, sent: Sent, errors: dict[str, list[str]] | None = None, status: int = 200
    ) -> HttpResponse:
        """What was typed is shown again, beside the item as it is now."""
        self.submission.refresh_from_db()
        self.dossier = Dossier(self.submission, self.request)
        sent = Sent(self.dossier, sent.data)
        context = self.get_context_data(sent=sent, errors=errors or {})
        return self.render_to_response(context, status=status)

    def _tell_outcome(self, act: str, sent: Sent) -> None:
        if act == "approve":
            tell_outcome(self.request, self.submission.page_id, act)
        elif act == "request_changes" and sent.back_to:
            self._tell(TOLD["return"], stage=sent.back_to.name)
        else:
            self._tell(TOLD[act])

    def _tell(self, told: Any, **names: str) -> None:
        messages.success(self.request, told % {"title": self.dossier.title, **names})

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("desk") + self.query, "label": self.get_page_title()},
            {"url": "", "label": _("Item in review")},
        ]

    def get_page_subtitle(self) -> str:
        return self.dossier.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = kwargs.pop("sent", None) or Sent(self.dossier, self.request.POST)
        context = super().get_context_data(
            dossier=self.dossier,
            submission=self.submission,
            sent=sent,
            typed=sent.data,
            errors=kwargs.pop("errors", {}),
            ticked={str(one.pk) for one in self.dossier.reviews} & {*sent.data.getlist("reviews")},
            preview=reverse("desk_preview", args=[self.submission.pk]),
            here=self._here,
            waiting=queue.count_for(self.request),
            **kwargs,
        )
        # What is pressed a second time says so.
        context["twice"] = [one for one in ("confirmed", "leave") if one in context["errors"]]
        return context


class OpenView(OnTheDesk, View):
    """From the queue: the item is taken, then shown."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        """Where signing in again led to: what was pressed before is lost."""
        return redirect(self.address(self.submission.pk))

    def post(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        take(self.submission, request.user)
        return redirect(self.address(self.submission.pk))


class PreviewView(OnTheDesk, View):
    """The submitted version as the public would meet it, for the frame beside the decision."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, submission_id: int) -> HttpResponse:
        page = self.submission.page.specific.get_latest_revision_as_object()
        return _preview(page, request)


class BesideView(OnTheDesk, WagtailAdminTemplateMixin, TemplateView):
    """The submitted page and one that may be the same, side by side."""

    template_name = "editorial/desk/beside.html"
    header_icon = "copy"
    page_title = gettext_lazy("Side by side")

    @cached_property
    def other(self) -> Page:
        """One of those that were found; of any other page there is nothing to be seen here."""
        page = self.submission.page.specific.get_latest_revision_as_object()
        found = {one.pk: one for one in possible_duplicates(page)}
        if self.kwargs["page_id"] not in found:
            raise Http404
        return found[self.kwargs["page_id"]].specific.get_latest_revision_as_object()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.submission.page.specific.get_latest_revision_as_object()
        comparable = type(page) is type(self.other)
        preview = reverse("desk_preview", args=[self.submission.pk])
        beside = reverse("desk_beside_preview", args=[self.submission.pk, self.other.pk])
        return super().get_context_data(
            both=[_side(page, preview), _side(self.other, beside)],
            changes=changes_of(page, self.other, self.request) if comparable else None,
            back=self.address(self.submission.pk),
            **kwargs,
        )


class BesidePreviewView(BesideView):
    """The other one, for its frame."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _preview(self.other, request)


def _side(page: Page, preview: str) -> dict[str, Any]:
    return {
        "title": page.title,
        "told": _("public") if page.live else _("not public"),
        "preview": preview,
        "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }


def _preview(page: Page, request: HttpRequest) -> HttpResponse:
    mode = request.GET.get("mode", page.default_preview_mode)
    if mode not in dict(page.preview_modes):
        raise Http404
    response: HttpResponse = page.make_preview_request(request, mode)
    return response


def _leaves(wanted: str) -> bool:
    """Whether the button brings another item and sends nothing of what was written."""
    return wanted in STEPS or (ACTS[wanted].moves_on and not ACTS[wanted].decides)


def _by_field(refused: ValidationError) -> dict[str, list[str]]:
    if hasattr(refused, "error_dict"):
        return dict(refused.message_dict)
    return {NON_FIELD_ERRORS: list(refused.messages)}


TOLD = {
    "request_changes": gettext_lazy("“%(title)s” was sent back to its authors."),
    "return": gettext_lazy("“%(title)s” was returned to the reviewers of “%(stage)s”."),
    "reject": gettext_lazy("“%(title)s” is rejected; its authors are told why."),
    "comment": gettext_lazy("Your comment is added."),
    "claim": gettext_lazy("“%(title)s” is yours."),
    "release": gettext_lazy("“%(title)s” waits for anybody again."),
    "assign": gettext_lazy("“%(title)s” is assigned."),
    "invite": gettext_lazy("A link to “%(title)s” is on its way."),
    "revoke_link": gettext_lazy("The link opens nothing any more."),
}
