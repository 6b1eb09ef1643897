"""A question to try for each address, with ids of this very server."""

from collections.abc import Mapping
from typing import NamedTuple

from cms.delivery.routes import Endpoint
from cms.publication.documents.kinds import LISTED


class Sample(NamedTuple):
    """A public document in the default locale."""

    kind: str
    id: str
    path: str


# By the path of an address; a detail is asked for by the id of a document of its kind.
QUESTIONS: Mapping[str, str] = {
    "": "",
    "home": "home?fields=title,sections",
    "navigation": "navigation",
    "items": "items?when=upcoming&order=next_occurrence&fields=title,next_occurrence&limit=3",
    "categories": "categories?fields=title,code",
    "institutions": "institutions?order=title&facets=institution_kind&count=true&limit=3",
    "guides": "guides?facets=topic,level&fields=title,topic&limit=3",
    "programmes": "programmes?limit=3&fields=title,starts_at",
    "news": "news?limit=3&fields=title,date",
    "vocabularies": "vocabularies?locale=en",
    "vocabularies/{name}": "vocabularies/access_modes?locale=en",
    "changes": "changes?limit=2",
}
PLURALS = {f"{kind.plural}/{{id_or_slug}}": kind for kind in LISTED.values()}


def example(endpoint: Endpoint, samples: tuple[Sample, ...]) -> str | None:
    """What to ask below the API's base; None where there is nothing to ask about."""
    if endpoint.path in QUESTIONS:
        return QUESTIONS[endpoint.path]
    by_kind = {sample.kind: sample for sample in samples}
    if endpoint.path in PLURALS:
        kind = PLURALS[endpoint.path]
        return f"{kind.plural}/{by_kind[kind.code].id}" if kind.code in by_kind else None
    if not samples:
        return None
    some = by_kind.get("item", samples[0])
    about_documents = {
        "documents": f"documents?ids={some.id}&fields=title",
        "resolve": f"resolve?path={some.path}",
    }
    return about_documents.get(endpoint.path)
