"""The item's quality, told to its editor: the tier it has and what the next one asks for."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from content_pages.quality import HIGHEST, TIERS, quality_of


class QualityPanel(Panel):
    """Judges the page as it was last saved, or as it was just sent when the form came back."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Quality"))
        kwargs.setdefault("icon", "pick")
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "content_pages/panels/quality.html"

        def is_shown(self) -> bool:
            """A page that was never saved has nothing to be judged by."""
            return bool(self.instance.pk) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            quality = quality_of(self.instance)
            return context | {
                "quality": quality,
                "highest": HIGHEST,
                "name": TIERS[quality.tier],
                "next_tier": quality.tier + 1,
                "later": [one for one in quality.missing if one not in quality.next_steps],
            }
