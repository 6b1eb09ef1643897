"""Tags and filters of the renderer's templates."""

import re
from typing import Any

from django import template
from django.template import Context
from django.template.loader import select_template
from django.utils.safestring import SafeString, mark_safe

from cms.publication.rendering import cards, values
from cms.publication.rendering.facts import plain_lines

register = template.Library()

TYPE = re.compile(r"^[a-z][a-z0-9_]*$")


@register.simple_tag(takes_context=True)
def block_html(context: Context, block: dict[str, Any]) -> SafeString:
    """The block through the template of its type; one of an unknown type as its plain values."""
    kind = str(block.get("type", ""))
    names = ["publication/blocks/unknown.html"]
    if TYPE.match(kind):
        names.insert(0, f"publication/blocks/{kind}.html")
    html = select_template(names).render(
        {
            "block": block,
            "value": block.get("value"),
            "locale": context.get("locale"),
            "plain": plain_lines(block.get("value")),
        }
    )
    return mark_safe(html)  # noqa: S308 - a template's own output


@register.filter
def coded(value: Any, field: str) -> str:
    """A code, or what names itself, in the reader's words: `{{ value|coded:"licence" }}`."""
    return "" if value in (None, "") else values.label_of(field, value)


@register.filter
def minutes(value: Any) -> str:
    return values.duration(value) if value else ""


register.filter("other_language", cards.other_language)
register.filter("card_of", cards.card_of)
register.filter("credit", values.credit)
register.filter("file_facts", values.file_facts)
register.filter("running_time", values.running_time)
register.filter("title_of", cards.title)
register.filter("lead_of", cards.lead)
register.filter("small_print", cards.small_print)
register.filter("next_date", cards.next_date)
