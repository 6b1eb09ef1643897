from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    name = "cms.institutions"
    label = "institutions"
    verbose_name = _("Institutions")

    def ready(self) -> None:
        from cms.institutions.visibility import register_rules

        register_rules()
