from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "cms.editorial"
    label = "editorial"
    verbose_name = _("Editorial")

    def ready(self) -> None:
        from cms.core import periodic_jobs
        from cms.editorial.scheduling import run_schedule

        periodic_jobs.register("schedule", run_schedule, every=10)
