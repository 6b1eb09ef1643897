"""What every schema.org thing shares."""

from collections.abc import Iterable, Mapping
from typing import Any

from cms.core.codes import code_list
from cms.publication.documents.contract import Context, Json

Node = dict[str, Json]


def thing(page: Any, type_: str, detail: Mapping[str, Any], context: Context) -> Node:
    """The root of a document's JSON-LD."""
    address = context.absolute(page.public_path)
    image = detail.get("image")
    return known(
        {
            "@context": "https://schema.org",
            "@type": type_,
            "@id": address,
            "url": address,
            "name": page.title,
            "description": detail.get("summary") or detail.get("lead"),
            "image": [image["src"]] if image else None,
        }
    )


def known(node: Mapping[str, Json]) -> Node:
    """Without what is null or empty; False and 0 are known."""
    return {
        name: value for name, value in node.items() if value is not None and value not in ("", [])
    }


def schema_type(codes: str, code: str, default: str) -> str:
    """The schema.org name a code list gives a code."""
    if not code:
        return default
    return str(code_list(codes)[code].extra.get("schema_org", default))


def schema_names(codes: str, chosen: Iterable[str]) -> list[str]:
    """The schema.org names of those codes that have one, each once."""
    names = (code_list(codes)[code].extra.get("schema_org") for code in chosen)
    return list(dict.fromkeys(str(name) for name in names if name))


def vocabulary(name: str) -> str:
    """A value of a schema.org enumeration as its address."""
    return f"https://schema.org/{name}"


def minutes(count: int | None) -> str | None:
    """A duration as ISO 8601 writes it: `PT1H35M`; None when it is not known."""
    if not count:
        return None
    hours, rest = divmod(count, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest else "")


def age_range(lowest: int | None, highest: int | None) -> str | None:
    """As typicalAgeRange writes it: `7-9`, `12-`; None without a lower or an upper end."""
    if lowest is None and highest is None:
        return None
    return f"{lowest or 0}-{'' if highest is None else highest}"


def organisation(ref: Json, context: Context) -> Json:
    """A document that stands for an organisation; None stays None."""
    if ref is None:
        return None
    node = {"@type": "Organization", "name": ref["title"]}
    return node | {"url": context.absolute(ref["path"])} if ref.get("path") else node
