"""Shapes of answers that `fields=` has thinned out, derived from the full ones."""

from typing import Any

REF = "#/components/schemas/"
SUFFIX = "Selection"
ALWAYS = ["id", "kind"]


def selection_of(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """A JSON schema with every document in it thinned out; new components go into `schemas`.

    What is a document says so by having an `id` and a `kind`; what holds documents is followed.
    """
    if "$ref" in schema:
        return {"$ref": REF + _component(schema["$ref"].removeprefix(REF), schemas)}
    thinned = dict(schema)
    for union in ("anyOf", "oneOf"):
        if union in schema:
            thinned[union] = [selection_of(one, schemas) for one in schema[union]]
    if "discriminator" in schema:
        discriminator = schema["discriminator"]
        thinned["discriminator"] = discriminator | {
            "mapping": {
                value: selection_of({"$ref": ref}, schemas)["$ref"]
                for value, ref in discriminator.get("mapping", {}).items()
            }
        }
    if "items" in schema:
        thinned["items"] = selection_of(schema["items"], schemas)
    return thinned


def _component(name: str, schemas: dict[str, Any]) -> str:
    thinned_name = name + SUFFIX
    if thinned_name in schemas:
        return thinned_name
    full = schemas[name]
    thinned = dict(full) | {"title": thinned_name}
    schemas[thinned_name] = thinned
    if _is_document(full):
        thinned["required"] = ALWAYS
        thinned["description"] = f"{name}, of which `fields` keeps a few."
    else:
        thinned["properties"] = full["properties"] | {
            "items": selection_of(full["properties"]["items"], schemas)
        }
    return thinned_name


def _is_document(schema: dict[str, Any]) -> bool:
    return {"id", "kind", "requested_locale"} <= schema.get("properties", {}).keys()
