"""`GET /resolve?path=`: what is at a path of the public site."""

import orjson

from cms.core import locales
from cms.core.http import Request
from cms.core.parameters import Parameter, ParameterSet, fault
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import query_string
from cms.delivery.http.representation import Representation
from cms.delivery.http.responses import answer, digest, if_none_match, is_current
from cms.delivery.selectors import documents
from cms.delivery.selectors.redirects import redirect_from
from cms.delivery.selectors.tombstones import absence

MAX_PATH = 2000


class Resolve:
    """The document at a path, or where the path leads now."""

    def __init__(self) -> None:
        self.parameters = ParameterSet(
            Parameter(
                name="path",
                description="An absolute path of the public site, such as `/fr/news/`.",
                schema={
                    "type": "string",
                    "minLength": 1,
                    "maxLength": MAX_PATH,
                    "pattern": "^/[^\\u0000]*$",
                },
                read=_path,
                required=True,
            )
        )

    def __call__(self, request: Request) -> Reply:
        path = self.parameters.read(query_string(request))["path"]
        tags = if_none_match(request)
        known = [tag.rpartition(".")[0] for tag in tags]
        found = documents.by_path(path, known)
        if found is None:
            return _redirected(path, tags)
        own = Representation(found.locale, False, (found.locale,), None)
        unread = found.detail is None or "*" in tags
        return answer(
            None if unread else own.render(found.detail or b"", found.locale),
            etag=f"{found.etag}.{found.locale}",
            language=found.locale,
            surrogate_keys=found.surrogate_keys,
        )


def _redirected(path: str, tags: frozenset[str]) -> Reply:
    """Where the path leads; raises NotFound or Gone when it leads nowhere."""
    target = redirect_from(path)
    if target is None:
        raise absence(chain=locales.content_locales(), path=path)
    to, permanent = target
    etag = digest(to, str(permanent))
    body = orjson.dumps({"redirect": {"to": to, "permanent": permanent}})
    return answer(
        None if is_current(tags, etag) else body, etag=etag, language=locales.default_locale()
    )


def _path(text: str) -> str:
    if not text.startswith("/") or len(text) > MAX_PATH:
        raise fault("path", f"A path begins with / and has at most {MAX_PATH} signs.", "malformed")
    return text if text.endswith("/") else f"{text}/"
