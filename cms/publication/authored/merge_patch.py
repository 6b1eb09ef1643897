"""RFC 7396: what a partial document changes."""

from typing import Any


def merged(target: Any, patch: Any) -> Any:
    """`target` with `patch` applied: null takes a member away, an object goes deeper, anything
    else takes the member's place."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
