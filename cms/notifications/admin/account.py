"""One's account: which mail one wants, in place of what Wagtail asks about its own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    NotificationsSettingsPanel,
    notifications_tab,
)

from cms.accounts.models import User
from cms.notifications.models import Preference
from cms.notifications.preferences import choose, chosen, offered

Delivery = Preference.Delivery
# What Wagtail asks about mail of its workflows, which it does not send here.
UNSENT = ("submitted_notifications", "approved_notifications", "rejected_notifications")


class MailForm(forms.Form):
    """A choice for each kind of mail; what cannot be refused is shown, and stays."""

    def __init__(self, *args: Any, instance: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.kinds = instance, offered(instance)
        before = chosen(instance)
        for event in self.kinds:
            self.fields[event.code] = forms.ChoiceField(
                label=event.label,
                choices=Delivery.choices,
                widget=forms.RadioSelect(),
                initial=before.get(event.code, Delivery.AT_ONCE),
                disabled=event.required,
                help_text=_("Always sent.") if event.required else "",
            )

    def save(self) -> None:
        wanted = {
            event.code: self.cleaned_data[event.code] for event in self.kinds if not event.required
        }
        choose(user=self.user, deliveries=wanted)


class MailPanel(BaseSettingsPanel):
    name = "mail"
    title = _("Mail")
    tab = notifications_tab
    order = 50
    form_class = MailForm
    template_name = "notifications/admin/account_panel.html"

    def get_context_data(self) -> dict[str, Any]:
        return super().get_context_data() | {"deliveries": Delivery.choices}

    def is_active(self) -> bool:
        return bool(self.get_form().fields)


class CommentsForm(NotificationPreferencesForm):
    """Of Wagtail's own, mail about comments alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in UNSENT:
            self.fields.pop(name, None)


class CommentsPanel(NotificationsSettingsPanel):
    title = _("Comments")
    form_class = CommentsForm


class Account(AccountView):
    def get_panels(self) -> list[Any]:
        panels = super().get_panels()
        mine = [
            CommentsPanel(one.request, one.user, one.profile)
            if isinstance(one, NotificationsSettingsPanel)
            else one
            for one in panels
        ]
        return [one for one in mine if one.is_active()]
