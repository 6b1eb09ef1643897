"""The admin's screens for API tokens, and the chooser of people other forms use."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.accounts.models import ApiToken, User
from cms.accounts.tokens import SCOPES, issue_token, revoke_token
from cms.core import clock
from cms.core.admin_screens.cells import ButtonsColumn
from cms.core.matching import NameSearchForm
from cms.core.paginator import CountedPaginator
from cms.core.visibility import visible_to

LIFETIMES = {
    "30": gettext_lazy("thirty days"),
    "90": gettext_lazy("three months"),
    "365": gettext_lazy("one year"),
}
SCOPE_LABELS = {
    "imports:write": gettext_lazy("Import items"),
    "items:read": gettext_lazy("Read items, drafts included"),
    "items:write": gettext_lazy("Write drafts, submit and comment"),
    "media:write": gettext_lazy("Upload images and documents"),
    "moderation:write": gettext_lazy("Review and decide"),
}


class TokenForm(forms.Form):
    """A new token. Only a superuser makes one for somebody else."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("Which system will present it, so that one knows what to revoke."),
    )
    user = forms.ModelChoiceField(
        label=gettext_lazy("On behalf of"), queryset=User.objects.filter(is_active=True)
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"),
        choices=[(scope, SCOPE_LABELS.get(scope, scope)) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(
        label=gettext_lazy("Expires after"), choices=list(LIFETIMES.items()), initial="90"
    )

    def __init__(self, *args: Any, maker: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].initial = maker.pk
        if not maker.is_superuser:
            del self.fields["user"]


class TokensOf(PermissionCheckedMixin):
    """Superusers see every token, operators their own."""

    model = ApiToken

    def tokens(self) -> QuerySet[ApiToken]:
        user = self.request.user
        every = ApiToken.objects.select_related("user")
        return every if user.is_superuser else every.filter(user=user)


def state(token: ApiToken) -> str:
    if token.revoked_at:
        return _("revoked")
    if token.expires_at and token.expires_at <= clock.now():
        return _("expired")
    return _("open")


class StateColumn(ButtonsColumn, Column):
    """Whether the token opens anything, and a button to end that."""

    cell_template_name = "accounts/admin/token_state_cell.html"


class TokenIndexView(TokensOf, generic.IndexView):
    paginator_class = CountedPaginator
    page_title = capfirst(gettext_lazy("API tokens"))
    default_ordering = "-created_at"
    columns = [
        Column("name", label=pgettext_lazy("of a thing", "Name"), sort_key="name"),
        Column("prefix", label=gettext_lazy("Begins with"), accessor=lambda one: f"{one.prefix}…"),
        Column("user", label=gettext_lazy("On behalf of"), accessor="user.display_name"),
        Column(
            "scopes",
            label=gettext_lazy("It may"),
            accessor=lambda one: ", ".join(str(SCOPE_LABELS.get(s, s)) for s in one.scopes),
        ),
        DateColumn("created_at", label=gettext_lazy("Made"), sort_key="created_at"),
        DateColumn("expires_at", label=gettext_lazy("Expires"), sort_key="expires_at"),
        DateColumn("last_used_at", label=gettext_lazy("Last used"), sort_key="last_used_at"),
        StateColumn("state", label=gettext_lazy("State"), accessor=state),
    ]

    def get_base_queryset(self) -> QuerySet[ApiToken]:
        return self.tokens()


class TokenAddView(TokensOf, WagtailAdminTemplateMixin, FormView):
    """Makes a token and shows it, this once."""

    permission_required = "add"
    form_class = TokenForm
    template_name = "accounts/admin/token_add.html"
    page_title = gettext_lazy("New API token")
    header_icon = "key"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("api_tokens:index"), "label": _("API tokens")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"maker": self.request.user}

    def form_valid(self, form: TokenForm) -> HttpResponse:
        chosen = form.cleaned_data
        token, plain = issue_token(
            user=chosen.get("user") or cast(User, self.request.user),
            name=chosen["name"],
            scopes=chosen["scopes"],
            expires_at=clock.now() + timedelta(days=int(chosen["days"])),
        )
        response = self.render_to_response(
            self.get_context_data(form=form, token=token, plain=plain)
        )
        response["Cache-Control"] = "no-store"
        return response


class TokenRevokeView(TokensOf, View):
    """From now on the token opens nothing."""

    http_method_names = ["post"]
    any_permission_required = ["add", "change", "delete"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        token = get_object_or_404(self.tokens(), pk=pk)
        revoke_token(token)
        messages.success(request, _("“%(name)s” no longer opens anything.") % {"name": token.name})
        return redirect("api_tokens:index")


class TokenViewSet(ViewSet):
    name = "api_tokens"
    icon = "key"
    menu_label = gettext_lazy("API tokens")
    menu_order = 310
    add_to_settings_menu = True
    model = ApiToken

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{
                "header_icon": self.icon,
                "index_url_name": self.get_url_name("index"),
                "index_results_url_name": self.get_url_name("index_results"),
                "add_url_name": self.get_url_name("add"),
                **kwargs,
            }
        )

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.construct_view(TokenIndexView), name="index"),
            path(
                "results/",
                self.construct_view(TokenIndexView, results_only=True),
                name="index_results",
            ),
            path("new/", self.construct_view(TokenAddView), name="add"),
            path("<int:pk>/revoke/", self.construct_view(TokenRevokeView), name="revoke"),
        ]


class PersonSearchForm(NameSearchForm):
    name_fields = ("first_name", "last_name", "username")


class PeopleSeen:
    """Everybody for those who look after accounts; for others, themselves and their colleagues."""

    def get_object_list(self) -> QuerySet[User]:
        people = User.objects.filter(is_active=True).order_by("last_name", "username")
        return visible_to(self.request.user, people)  # type: ignore[attr-defined]


class PeopleChooseView(PeopleSeen, ChooseView):
    pass


class PeopleChooseResultsView(PeopleSeen, ChooseResultsView):
    pass


class PeopleChooserViewSet(ChooserViewSet):
    choose_view_class = PeopleChooseView
    choose_results_view_class = PeopleChooseResultsView
    name = "people_chooser"
    model = User
    icon = "user"
    choose_one_text = gettext_lazy("Choose a person")
    choose_another_text = gettext_lazy("Choose another person")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(filter_form_class=PersonSearchForm, **kwargs)


TOKENS = TokenViewSet()
PEOPLE = PeopleChooserViewSet()


def viewsets() -> list[Any]:
    return [TOKENS, PEOPLE]
