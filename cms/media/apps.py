from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from cms.media.models import Document, Image
        from cms.media.policies import FilePolicy

        for model in (Image, Document):
            # For the exact class: that goes before what Wagtail registers after us.
            register_permission_policy(model, FilePolicy.of(model), exact_class=True)
