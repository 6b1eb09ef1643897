"""The report “Mail that failed”: what was given up, to be tried again or dismissed."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.core.admin_screens.cells import ButtonsColumn
from cms.core.paginator import CountedPaginator
from cms.notifications.events import events
from cms.notifications.models import Message
from cms.notifications.resending import dismiss, failed, retry, retry_all
from cms.notifications.visibility import KEEP_MAIL, WORD_MAIL

TITLE = gettext_lazy("Mail that failed")
ACTIONS = {
    "retry": (retry, gettext_lazy("The mail is tried again within seconds.")),
    "dismiss": (dismiss, gettext_lazy("The mail is dismissed.")),
}


def kind(message: Message) -> str:
    """What the kind is called; one that is no longer registered, by its code."""
    labels = {event.code: str(event.label) for event in events()}
    return labels.get(message.event, message.event)


def recipient(message: Message) -> str:
    if message.user is None:
        return message.address
    return f"{message.user.display_name} <{message.user.email}>"


class ActionsColumn(ButtonsColumn):
    """Buttons that try it again, or forget it."""

    cell_template_name = "notifications/admin/failed_mail_cell.html"


class MayKeepMail(View):
    """Refuses everybody else."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(KEEP_MAIL):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FailedMailView(MayKeepMail, ReportView):
    paginator_class = CountedPaginator
    model = Message
    page_title = TITLE
    header_icon = "mail"
    results_template_name = "notifications/admin/failed_mail_results.html"
    index_url_name = "failed_mail"
    index_results_url_name = "failed_mail_results"
    show_export_buttons = False
    columns = [
        Column("kind", label=gettext_lazy("Kind"), accessor=kind),
        Column("recipient", label=gettext_lazy("Recipient"), accessor=recipient),
        Column("error", label=gettext_lazy("Error"), accessor="error"),
        DateColumn("failed_since", label=gettext_lazy("Since")),
        Column("attempts", label=gettext_lazy("Attempts"), accessor="attempts"),
        ActionsColumn("actions", label=""),
    ]

    def get_base_queryset(self) -> "QuerySet[Message]":
        return failed().select_related("user").order_by("failed_since", "pk")


class MailActionView(MayKeepMail):
    """Try one again, or dismiss it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
        act, said = ACTIONS[action]
        if act(pk):
            messages.success(request, said)
        else:
            messages.warning(request, _("The mail is no longer among those that failed."))
        return redirect("failed_mail")


class RetryAllView(MayKeepMail):
    """Try all of them again: the server is well, or lets us in."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        count = retry_all()
        said = ngettext("%(count)s mail is tried again.", "%(count)s mails are tried again.", count)
        messages.success(request, said % {"count": count})
        return redirect("failed_mail")


class FailedMailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(KEEP_MAIL))


def menu_item() -> MenuItem:
    return FailedMailMenuItem(
        TITLE, reverse("failed_mail"), name="failed-mail", icon_name="mail", order=1320
    )


def permissions() -> QuerySet[Permission]:
    """Offered in the forms of groups."""
    codenames = [name.partition(".")[2] for name in (KEEP_MAIL, WORD_MAIL)]
    return Permission.objects.filter(
        content_type__app_label="notifications", codename__in=codenames
    )


def urls() -> list[Any]:
    listing, base = FailedMailView.as_view, "reports/failed-mail/"
    return [
        path(base, listing(), name="failed_mail"),
        path(f"{base}results/", listing(results_only=True), name="failed_mail_results"),
        path(f"{base}retry-all/", RetryAllView.as_view(), name="failed_mail_retry_all"),
        *(
            path(
                f"{base}<uuid:pk>/{action}/",
                MailActionView.as_view(),
                {"action": action},
                name=f"failed_mail_{action}",
            )
            for action in ACTIONS
        ),
    ]
