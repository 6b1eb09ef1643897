"""The rule of v1: nothing that clients may rely on is removed, renamed or made narrower."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def losses(before: Schema, after: Schema) -> list[str]:
    """What the later OpenAPI document no longer promises, one line each."""
    return [*_lost_addresses(before, after), *_lost_shapes(before, after)]


def _lost_addresses(before: Schema, after: Schema) -> Iterator[str]:
    for path, methods in before["paths"].items():
        for method, operation in methods.items():
            now = after["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{method} {path} is gone"
                continue
            yield from _lost_parameters(f"{method} {path}", operation, now)
            for status in operation["responses"].keys() - now["responses"].keys():
                yield f"{method} {path} no longer answers {status}"


def _lost_parameters(where: str, before: Schema, after: Schema) -> Iterator[str]:
    now = {(one["in"], one["name"]): one for one in after["parameters"]}
    known = {(one["in"], one["name"]): one for one in before["parameters"]}
    for name, parameter in known.items():
        if name not in now:
            yield f"{where}: parameter {name[1]} is gone"
            continue
        lost = _codes(parameter["schema"]) - _codes(now[name]["schema"])
        if lost:
            yield f"{where}: {name[1]} no longer takes {', '.join(sorted(lost))}"
    for name, parameter in now.items():
        if parameter.get("required") and not known.get(name, {}).get("required"):
            yield f"{where}: parameter {name[1]} is now required"


def _codes(schema: Schema) -> set[str]:
    return set(schema.get("enum", ())) | set(schema.get("items", {}).get("enum", ()))


def _lost_shapes(before: Schema, after: Schema) -> Iterator[str]:
    shapes = after["components"]["schemas"]
    for name, schema in before["components"]["schemas"].items():
        now = shapes.get(name)
        if now is None:
            yield f"{name} is gone"
            continue
        yield from (
            f"{name}.{lost} is gone"
            for lost in schema.get("properties", {}).keys() - now.get("properties", {}).keys()
        )
        yield from (
            f"{name}.{lost} may now be missing"
            for lost in set(schema.get("required", ())) - set(now.get("required", ()))
        )
