"""`GET /preview/{token}`: a draft, for a frontend that shows it to an editor."""

import orjson

from cms.core.http import Request
from cms.core.parameters import ParameterSet
from cms.core.problems import NotFound
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import query_string
from cms.delivery.http.responses import NO_STORE, answer, digest
from cms.publication.preview.drafts import open_preview
from cms.throttling.watching import Watch

MAX_TOKEN = 200


class Preview:
    """The draft a token opens; nothing on the way may keep it."""

    def __init__(self) -> None:
        self.parameters = ParameterSet()

    def __call__(self, request: Request, token: str) -> Reply:
        self.parameters.read(query_string(request))
        document = open_preview(token) if len(token) <= MAX_TOKEN and token.isascii() else None
        if document is None:
            watch = Watch(request)
            watch.settle(NotFound.status)
            raise NotFound(
                "This token opens nothing: unknown, expired or revoked.",
                headers={"Cache-Control": NO_STORE} | watch.headers(),
            )
        body = orjson.dumps(document)
        return answer(
            body, etag=digest(body.decode()), language=document["locale"], caching=NO_STORE
        )
