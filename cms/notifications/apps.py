from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "cms.notifications"
    label = "notifications"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from cms.notifications import events
        from cms.notifications.digest_event import DIGEST

        events.register(DIGEST)
