"""`GET /vocabularies` and `/vocabularies/{name}`: the code lists, labelled in the asked locale.

Documents name most codes bare: a frontend keeps the lists, which change with a release, and labels
them itself.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import orjson

from cms.core.codes import Code, code_list
from cms.core.http import Request
from cms.core.parameters import ParameterSet, guess
from cms.core.problems import NotFound
from cms.delivery.http.messages import Reply
from cms.delivery.http.parameters import language_parameters, query_string
from cms.delivery.http.representation import Representation, requested_representation
from cms.delivery.http.responses import answer, digest, if_none_match, is_current

# The public lists, and what of each code a frontend needs beside its label. Those of the portal's
# own work (trust in an institution, its verification) stay inside.
VOCABULARIES: Mapping[str, tuple[str, ...]] = {
    "access_hazards": ("schema_org",),
    "access_modes": ("is_free",),
    "accessibility_features": ("schema_org",),
    "age_schemes": ("ratings",),
    "attendance_modes": ("schema_org",),
    "audiences": ("min_age", "max_age"),
    "building_accessibility": (),
    "channels": (),
    "cost_bands": ("max_eur",),
    "currencies": (),
    "formats": ("schema_org",),
    "guide_kinds": (),
    "guide_levels": (),
    "guide_roles": (),
    "guide_topics": (),
    "institution_kinds": ("schema_org",),
    "languages": (),
    "levels": (),
    "licences": ("url", "open"),
    "media_kinds": (),
    "media_providers": (),
    "occurrence_statuses": ("schema_org",),
    "ownerships": (),
    "reasons": (),
    "roles": ("schema_org",),
    "sign_languages": ("bcp47",),
    "territories": ("country", "insee"),
    "track_kinds": (),
}


class Vocabularies:
    """All lists, by name."""

    def __init__(self) -> None:
        self.parameters = ParameterSet(*language_parameters())

    def __call__(self, request: Request) -> Reply:
        wanted = requested_representation(request, self.parameters.read(query_string(request)))
        return _served(request, wanted, _all(wanted.locale))


class Vocabulary:
    """One list."""

    def __init__(self) -> None:
        self.parameters = ParameterSet(*language_parameters())

    def __call__(self, request: Request, name: str) -> Reply:
        wanted = requested_representation(request, self.parameters.read(query_string(request)))
        if name not in VOCABULARIES:
            raise NotFound(f"There is no vocabulary of this name.{guess(name, VOCABULARIES)}")
        return _served(request, wanted, orjson.dumps(vocabulary(name, wanted.locale)))


def _served(request: Request, wanted: Representation, body: bytes) -> Reply:
    etag = digest(body.decode())
    return answer(
        None if is_current(if_none_match(request), etag) else body,
        etag=etag,
        language=wanted.locale,
        negotiated=wanted.negotiated,
    )


@cache
def _all(locale: str) -> bytes:
    return orjson.dumps({"items": [vocabulary(name, locale) for name in VOCABULARIES]})


def vocabulary(name: str, locale: str) -> dict[str, Any]:
    """`{"name", "codes"}`; deprecated codes stay, since documents may still name them."""
    return {"name": name, "codes": [_code(code, name, locale) for code in code_list(name)]}


def _code(code: Code, name: str, locale: str) -> dict[str, Any]:
    extras = {extra: code.extra[extra] for extra in VOCABULARIES[name] if extra in code.extra}
    if ratings := extras.get("ratings"):
        extras["ratings"] = [_rating(rating, locale) for rating in ratings]
    return {
        "code": code.code,
        "label": code.label(locale),
        "deprecated": code.deprecated,
        "replaced_by": code.replaced_by,
        **extras,
    }


def _rating(rating: Mapping[str, Any], locale: str) -> dict[str, Any]:
    named = Code(code=rating["code"], labels=rating["label"])
    return {"code": named.code, "label": named.label(locale), "min_age": rating["min_age"]}
