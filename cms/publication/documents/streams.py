"""StreamFields as public JSON: `{"type", "id", "value"}` per block."""

from collections.abc import Callable, Mapping
from typing import Any

from cms.publication.documents.contract import Context, Json

Renderer = Callable[[Any, Context], Json]


def stream(blocks: Any, renderers: Mapping[str, Renderer], context: Context) -> list[Json]:
    """Every block through the renderer of its type; None from a renderer drops the block."""
    rendered = (
        (block, renderers[block.block_type](block.value, context)) for block in blocks or ()
    )
    return [
        {"type": block.block_type, "id": block.id, "value": value}
        for block, value in rendered
        if value is not None
    ]


def rich_text(value: Any, context: Context) -> str:
    """A RichTextBlock's value as HTML."""
    return context.rich_text(value.source) if value else ""


def image(value: Any, context: Context) -> Json:
    """A CreditedImageBlock's value: a picture with its caption, or None."""
    shown = context.image(value["image"], value["alt"]) if value else None
    return shown and {"image": shown, "caption": value["caption"] or None}
