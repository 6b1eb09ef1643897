"""What blocks of ours share: a sample of themselves in the picker, and numbers that can be kept."""

from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from cms.core.codes import code_list

# What the smallest of our number columns keeps; JSON itself has no end.
LARGEST_NUMBER = 2**31 - 1


class WholeNumberBlock(blocks.IntegerBlock):
    """A number from 0 to what can be kept and published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", LARGEST_NUMBER)
        super().__init__(*args, **kwargs)


class CodeBlock(blocks.ChoiceBlock):
    """One code of a code list. One that was deprecated since is read as what took its place."""

    def __init__(self, *, codes: str, **kwargs: Any) -> None:
        self.codes = codes
        super().__init__(choices=code_list(codes).choices, **kwargs)

    def to_python(self, value: Any) -> Any:
        return value and code_list(self.codes).current(value)

    def bulk_to_python(self, values: Any) -> list[Any]:
        return [self.to_python(value) for value in values]


def is_optional(block: blocks.StructBlock) -> bool:
    """Whether it was made with `required=False`, so that leaving all of it empty is an answer.

    Wagtail's own `required` says so of every struct, whatever its fields ask for.
    """
    return getattr(block.meta, "required", True) is False


class Sampled:
    """A block whose `Meta.sample` is its public JSON, drawn by the built-in renderer.

    The sample stands for the block whatever its choosers point at, so that a picker shows pictures
    before anybody uploaded one.
    """

    name: str
    meta: Any

    def get_preview_value(self) -> Any:
        return self.get_default()  # type: ignore[attr-defined]

    def get_preview_template(self, value: Any, context: Mapping[str, Any] | None = None) -> str:
        return "publication/sample.html"

    def get_preview_context(
        self, value: Any, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        sample = {"type": self.name, "value": getattr(self.meta, "sample", None)}
        return {**(parent_context or {}), "sample": sample}
