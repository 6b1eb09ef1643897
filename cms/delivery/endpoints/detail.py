"""`GET /items/{id_or_slug}` and the like: one document."""

import re
from uuid import UUID

from cms.core.http import Request
from cms.core.parameters import ParameterSet
from cms.core.problems import NotFound
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import fields_parameter, language_parameters, query_string
from cms.delivery.http.representation import Representation, requested_representation
from cms.delivery.http.responses import answer, if_none_match
from cms.delivery.selectors import documents
from cms.delivery.selectors.documents import Found
from cms.delivery.selectors.tombstones import absence

MAX_SLUG = 255
IS_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch


class Detail:
    """`GET /items/{id_or_slug}` and the like."""

    def __init__(self, kind: str, fields: list[str]) -> None:
        self.kind = kind
        self.parameters = ParameterSet(*language_parameters(), fields_parameter(fields))

    def __call__(self, request: Request, id_or_slug: str) -> Reply:
        wanted = requested_representation(request, self.parameters.read(query_string(request)))
        tags = if_none_match(request)
        known = wanted.known_etags(tags)
        if len(id_or_slug) > MAX_SLUG or "\x00" in id_or_slug:
            raise NotFound("There is no public document here.")
        if IS_UUID(id_or_slug):
            key = UUID(id_or_slug)
            found = documents.by_key(self.kind, key, wanted.chain, known)
            if found is None:
                raise absence(kind=self.kind, chain=wanted.chain, key=key)
        else:
            found = documents.by_slug(self.kind, id_or_slug, wanted.chain, known)
            if found is None:
                raise absence(kind=self.kind, chain=wanted.chain, slug=id_or_slug)
        return served(wanted, without_body_for_any(found, tags))


def served(wanted: Representation, found: Found) -> Reply:
    """A found document as its answer, 304 when its bytes were not even read."""
    return answer(
        None if found.detail is None else wanted.render(found.detail, found.locale),
        etag=f"{found.etag}.{wanted.etag_suffix}",
        language=found.locale,
        negotiated=wanted.negotiated,
        surrogate_keys=found.surrogate_keys,
    )


def without_body_for_any(found: Found, tags: frozenset[str]) -> Found:
    """`If-None-Match: *` is satisfied by whatever there is."""
    if "*" in tags and found.detail is not None:
        return Found(found.locale, found.etag, found.surrogate_keys, None)
    return found
