from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThrottlingConfig(AppConfig):
    name = "cms.throttling"
    verbose_name = _("Limits of attempts")
