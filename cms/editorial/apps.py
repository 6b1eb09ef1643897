from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    name = "cms.editorial"
    label = "editorial"
    verbose_name = _("Editorial")

    def ready(self) -> None:
        from cms.core import chores
        from cms.editorial.scheduling import schedule_chore

        chores.register("schedule", schedule_chore, every=10)
