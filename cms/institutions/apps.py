from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    name = "cms.institutions"
    label = "institutions"
    verbose_name = _("Institutions")

    def ready(self) -> None:
        from cms.institutions import inspections  # noqa: F401
        from cms.institutions.signals import connect
        from cms.institutions.visibility import name_derived, register_rules

        connect()
        register_rules()
        name_derived()
