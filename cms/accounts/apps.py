from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("People and access")

    def ready(self) -> None:
        from django.core.checks import register

        from cms.accounts.checks import check_rights
        from cms.accounts.visibility import register_rules

        register_rules()
        register(check_rights)
