"""What other systems call the item: shown, never edited by hand."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class ReferencePanel(Panel):
    """The source and external id of an imported item, and its id in the API."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("In other systems"))
        kwargs.setdefault("icon", "key")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "content_pages/panels/reference.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            references = self.panel.references_of(self.instance.translation_key)
            return context | {"key": self.instance.translation_key, "references": references}

    def references_of(self, key: Any) -> Any:
        # The model's own module builds its panels from this package: it is asked for by name.
        return apps.get_model("content_pages.ExternalReference").objects.filter(key=key)
