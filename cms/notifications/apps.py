from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "cms.notifications"
    label = "notifications"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from django.core.checks import register

        from cms.core import periodic_jobs
        from cms.notifications import digest, events, pruning, sending
        from cms.notifications.checks import check_wording
        from cms.notifications.digest_event import DIGEST
        from cms.notifications.visibility import register_rules

        events.register(DIGEST)
        register_rules()
        register(check_wording)
        # The mail server may be slow: nothing else the worker does waits for it.
        periodic_jobs.register("mail", sending.send_waiting, every=2, lane="mail")
        periodic_jobs.register("digests", digest.write_digests, every=300)
        periodic_jobs.register("old mail", pruning.prune_messages, every=3600)
