from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentPagesConfig(AppConfig):
    name = "content_pages"
    label = "content_pages"
    verbose_name = _("Content pages")

    def ready(self) -> None:
        from content_pages.builders import register_kinds

        register_kinds()
