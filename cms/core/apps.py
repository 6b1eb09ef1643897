from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from cms.core import periodic_jobs, pruning
        from cms.core.admin_rules import register_rules
        from cms.core.dates import bound_dates

        register_rules()
        bound_dates()
        periodic_jobs.register("old task results", pruning.prune_task_results, every=3600)
        periodic_jobs.register("expired sessions", pruning.prune_sessions, every=3600)
        periodic_jobs.register("dead workers", pruning.prune_heartbeats, every=3600)
