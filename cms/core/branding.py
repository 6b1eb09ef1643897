"""The admin's face: name, colours, mark and icons. Drawn for Coulisses, held in `static/core`."""

from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

ICONS = sorted(icon.stem for icon in Path(__file__).parent.glob("templates/core/icons/*.svg"))


def stylesheet() -> SafeString:
    """The colours, as Wagtail's own custom properties, light and dark."""
    return format_html('<link rel="stylesheet" href="{}">', static("core/branding.css"))


def icons(registered: list[str]) -> list[str]:
    """Wagtail's icons and ours."""
    return [*registered, *(f"core/icons/{name}.svg" for name in ICONS)]
