from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "cms.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from cms.publication import checks  # noqa: F401
        from cms.publication.signals import connect

        connect()
