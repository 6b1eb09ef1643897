"""One document: by id or slug, the home page, the navigation, and several by their ids."""

import re
from uuid import UUID

import orjson

from cms.core.http import Request
from cms.core.parameters import MOST_VALUES, Parameter, ParameterSet, fault
from cms.core.problems import NotFound, shown
from cms.delivery import selectors
from cms.delivery.asking import Ask, ask
from cms.delivery.gone import absence
from cms.delivery.messages import Reply
from cms.delivery.parameters import fields_parameter, language_parameters, query_string
from cms.delivery.responses import answer, asked_tags, digest, is_current
from cms.delivery.selectors import Found

MAX_SLUG = 255
IS_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch


def served(asked: Ask, found: Found) -> Reply:
    """A found document as its answer, 304 when its bytes were not even read."""
    return answer(
        None if found.detail is None else asked.serve(found.detail, found.locale),
        etag=f"{found.etag}.{asked.tag}",
        language=found.locale,
        negotiated=asked.negotiated,
        surrogate_keys=found.surrogate_keys,
    )


class Detail:
    """`GET /items/{id_or_slug}` and the like."""

    def __init__(self, kind: str, fields: list[str]) -> None:
        self.kind = kind
        self.parameters = ParameterSet(*language_parameters(), fields_parameter(fields))

    def __call__(self, request: Request, id_or_slug: str) -> Reply:
        asked = ask(request, self.parameters.read(query_string(request)))
        tags = asked_tags(request)
        known = asked.known_etags(tags)
        if len(id_or_slug) > MAX_SLUG or "\x00" in id_or_slug:
            raise NotFound("There is no public document here.")
        if IS_UUID(id_or_slug):
            key = UUID(id_or_slug)
            found = selectors.by_key(self.kind, key, asked.chain, known)
            if found is None:
                raise absence(kind=self.kind, chain=asked.chain, key=key)
        else:
            found = selectors.by_slug(self.kind, id_or_slug, asked.chain, known)
            if found is None:
                raise absence(kind=self.kind, chain=asked.chain, slug=id_or_slug)
        return served(asked, _unless_any_will_do(found, tags))


class Home:
    """`GET /home`."""

    def __init__(self, fields: list[str]) -> None:
        self.parameters = ParameterSet(*language_parameters(), fields_parameter(fields))

    def __call__(self, request: Request) -> Reply:
        asked = ask(request, self.parameters.read(query_string(request)))
        tags = asked_tags(request)
        found = home(asked, asked.known_etags(tags))
        return served(asked, _unless_any_will_do(found, tags))


def home(asked: Ask, known: list[str]) -> Found:
    """The home page's document; raises NotFound where there is none."""
    found = selectors.by_kind("home", asked.chain, known)
    if found is None:
        raise absence(kind="home", chain=asked.chain)
    return found


class Navigation:
    """`GET /navigation`: the menus an editor keeps on the home page."""

    def __init__(self) -> None:
        self.parameters = ParameterSet(*language_parameters())

    def __call__(self, request: Request) -> Reply:
        asked = ask(request, self.parameters.read(query_string(request)))
        tags = asked_tags(request)
        known = [tag.removesuffix(".menus") for tag in tags if tag.endswith(".menus")]
        found = home(asked, asked.known_etags(frozenset(known)))
        found = _unless_any_will_do(found, tags)
        return answer(
            None if found.detail is None else self._menus(asked, found),
            etag=f"{found.etag}.{asked.tag}.menus",
            language=found.locale,
            negotiated=asked.negotiated,
            surrogate_keys=found.surrogate_keys,
        )

    def _menus(self, asked: Ask, found: Found) -> bytes:
        document = orjson.loads(found.detail or b"{}")
        return orjson.dumps(
            {
                "locale": found.locale,
                "requested_locale": asked.locale,
                "fallback": found.locale != asked.locale,
                **document["navigation"],
            }
        )


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
        asked = ask(request, values)
        keys: tuple[UUID, ...] = values["ids"]
        found = selectors.by_keys(keys, asked.chain)
        etag = digest(*(found[key].etag if key in found else str(key) for key in keys), asked.tag)
        body = None
        if not is_current(asked_tags(request), etag):
            body = self._body(asked, keys, found)
        return answer(
            body,
            etag=etag,
            language=asked.locale,
            negotiated=asked.negotiated,
            surrogate_keys=" ".join(f"d-{key}" for key in keys),
        )

    def _body(self, asked: Ask, keys: tuple[UUID, ...], found: dict[UUID, Found]) -> bytes:
        details = selectors.details(found)
        items = [asked.serve(details[key], found[key].locale) for key in keys if key in details]
        missing = [str(key) for key in keys if key not in details]
        return b'{"items":[' + b",".join(items) + b'],"missing":' + orjson.dumps(missing) + b"}"


def _id(text: str) -> UUID:
    if not IS_UUID(text):
        raise fault("ids", f"{shown(text)} is no id.", "malformed")
    return UUID(text)


def _unless_any_will_do(found: Found, tags: frozenset[str]) -> Found:
    """`If-None-Match: *` is satisfied by whatever there is."""
    if "*" in tags and found.detail is not None:
        return Found(found.locale, found.etag, found.surrogate_keys, None)
    return found
