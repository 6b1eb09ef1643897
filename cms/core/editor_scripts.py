"""Scripts beside Wagtail's in every edit form; each file says what it mends and why."""

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

SCRIPTS = ("core/autosave.js", "core/error_counts.js")


def tags() -> SafeString:
    return format_html_join(
        "\n", '<script src="{}"></script>', ((static(path),) for path in SCRIPTS)
    )
