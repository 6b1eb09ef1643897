"""Samples of blocks, as the public JSON they become: what the block picker shows."""

from typing import Any

from django.templatetags.static import static
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

# The address depends on the storage, which is there once the site runs.
_address = lazy(static, str)

SOMEWHERE = "https://example.org/"
SCENE: dict[str, Any] = {
    "src": _address("publication/sample.svg"),
    "alt": _("Three silhouettes in the light, between the wings of a stage"),
    "width": 1600,
    "height": 900,
    "credit": "Coulisses",
    "caption": _("The stage, seen from the wings"),
}
FILE: dict[str, Any] = {"title": _("A file for the classroom"), "url": SOMEWHERE, "size": 482000}
ITEM: dict[str, Any] = {
    "title": _("An evening behind the curtain"),
    "path": SOMEWHERE,
    "summary": _("From the stage to the fly loft, with those one never sees."),
    "image": SCENE,
}


def embed(title: Any, seconds: int) -> dict[str, Any]:
    return {"provider": "other", "url": SOMEWHERE, "title": title, "duration_seconds": seconds}


def address(title: Any) -> dict[str, Any]:
    return {"url": SOMEWHERE, "title": title}
