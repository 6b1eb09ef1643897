"""`GET /documents?ids=`: several documents by their ids."""

from uuid import UUID

import orjson

from cms.core.http import Request
from cms.core.parameters import MOST_VALUES, Parameter, ParameterSet, fault
from cms.core.problems import shown
from cms.delivery.endpoints.detail import IS_UUID
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import fields_parameter, language_parameters, query_string
from cms.delivery.http.representation import Representation, requested_representation
from cms.delivery.http.responses import answer, digest, if_none_match, is_current
from cms.delivery.selectors import documents
from cms.delivery.selectors.documents import Found


class Documents:
    """`GET /documents?ids=a,b,c`."""

    def __init__(self, fields: list[str]) -> None:
        self.parameters = ParameterSet(
            Parameter(
                name="ids",
                description=f"Up to {MOST_VALUES} ids.",
                schema={"type": "string", "format": "uuid"},
                read=_id,
                several=True,
                required=True,
            ),
            *language_parameters(),
            fields_parameter(fields),
        )

    def __call__(self, request: Request) -> Reply:
        values = self.parameters.read(query_string(request))
        wanted = requested_representation(request, values)
        keys: tuple[UUID, ...] = values["ids"]
        found = documents.by_keys(keys, wanted.chain)
        etag = digest(
            *(found[key].etag if key in found else str(key) for key in keys), wanted.etag_suffix
        )
        body = None
        if not is_current(if_none_match(request), etag):
            body = self._body(wanted, keys, found)
        return answer(
            body,
            etag=etag,
            language=wanted.locale,
            negotiated=wanted.negotiated,
            surrogate_keys=" ".join(f"d-{key}" for key in keys),
        )

    def _body(
        self, wanted: Representation, keys: tuple[UUID, ...], found: dict[UUID, Found]
    ) -> bytes:
        details = documents.details(found)
        items = [wanted.render(details[key], found[key].locale) for key in keys if key in details]
        missing = [str(key) for key in keys if key not in details]
        return b'{"items":[' + b",".join(items) + b'],"missing":' + orjson.dumps(missing) + b"}"


def _id(text: str) -> UUID:
    if not IS_UUID(text):
        raise fault("ids", f"{shown(text)} is no id.", "malformed")
    return UUID(text)
