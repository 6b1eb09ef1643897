from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "cms.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from cms.core import chores
        from cms.publication import checks  # noqa: F401
        from cms.publication.due import project_due
        from cms.publication.projector import project_stale
        from cms.publication.signals import connect
        from cms.publication.visibility import register_rules

        register_rules()
        connect()
        chores.register("stale pages", project_stale, every=1)
        chores.register("due pages", project_due, every=5)
