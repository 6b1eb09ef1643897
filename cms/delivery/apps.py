from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "cms.delivery"
    label = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        from cms.core import gate
        from cms.delivery.site import reserved
        from cms.delivery.site.around import surround
        from cms.publication.rendering import surrounding

        surrounding.provide(surround)
        gate.register_place(reserved.place_objections)
