"""How the site's one OpenAPI document tells of the authoring API."""

import json
import re
from typing import Any

from cms.authoring.rest.answers import REF
from cms.authoring.rest.api import authoring_api
from cms.core.written_api import WrittenAPI

# The read API has shapes of the same names.
OURS = "Authoring"


def describe() -> tuple[dict[str, Any], dict[str, Any]]:
    """Paths and components."""
    spelled = json.dumps(authoring_api().get_openapi_schema())
    document = json.loads(re.sub(f'"{REF}([^"]+)"', rf'"{REF}{OURS}\1"', spelled))
    shapes = document["components"]["schemas"]
    return document["paths"], {f"{OURS}{name}": shape for name, shape in shapes.items()}


AUTHORING = WrittenAPI(
    "authoring",
    describe,
    security={"Bearer": {"type": "http", "scheme": "bearer", "description": "An API token."}},
)
