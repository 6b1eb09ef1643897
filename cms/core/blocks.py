"""What every block of ours has in the picker: a sample of itself, drawn as citizens will see it."""

from collections.abc import Mapping
from typing import Any


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
