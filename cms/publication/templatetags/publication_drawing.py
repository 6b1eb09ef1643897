"""Draws typed blocks, each through the small template of its type."""

import re
from typing import Any

from django import template
from django.template import Context
from django.template.loader import select_template
from django.utils.safestring import SafeString, mark_safe

from cms.publication.drawing import lines_of, text_of

register = template.Library()

TYPE = re.compile(r"^[a-z][a-z0-9_]*$")


@register.simple_tag(takes_context=True)
def draw_block(context: Context, block: dict[str, Any]) -> SafeString:
    """The block's HTML; one of an unknown type is shown as its plain values."""
    kind = str(block.get("type", ""))
    names = ["publication/blocks/unknown.html"]
    if TYPE.match(kind):
        names.insert(0, f"publication/blocks/{kind}.html")
    drawn = select_template(names).render(
        {
            "block": block,
            "value": block.get("value"),
            "document": context.get("document"),
            "plain": lines_of(kind, block.get("value")),
        }
    )
    return mark_safe(drawn)  # noqa: S308 - a template's own output


@register.filter
def coded(value: Any, key: str) -> str:
    """A code, or what names itself, in the reader's words: `{{ value|coded:"licence" }}`."""
    return "" if value in (None, "") else text_of(key, value)


@register.filter
def minutes(seconds: Any) -> str:
    """Seconds as minutes:seconds."""
    if not isinstance(seconds, int) or seconds <= 0:
        return ""
    hours, rest = divmod(seconds, 3600)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{clock}" if hours else clock.lstrip("0") if rest >= 60 else clock
