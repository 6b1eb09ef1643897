from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "cms.catalogue"
    label = "catalogue"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from cms.catalogue.checks import check_filters

        register(check_filters)
