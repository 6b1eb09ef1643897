"""What forms of every room have in common."""

from typing import Any

from django.utils.translation import override

NAMES_IN = "en"


def name_in_one_language(panel: Any) -> Any:
    """The same panel, the ids of its tabs and groups said in English from now on.

    Wagtail makes an id (`#tab-media`) of a heading, in the language it is first asked for in, and
    keeps it as long as the process lives.
    """
    with override(NAMES_IN):
        _ask_names(panel)
    return panel


def _ask_names(panel: Any) -> None:
    if hasattr(panel, "child_identifiers"):
        _kept = panel.child_identifiers
    for child in getattr(panel, "children", ()):
        _ask_names(child)
