"""Why a document is not there: withdrawn, and what took its place; or no word at all."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect

from cms.core import clock
from cms.core.problems import Gone, NotFound, Problem
from cms.publication.models import PublishedDocument, Withdrawal


def absence(*, kind: str | None = None, chain: Sequence[str], **where: Any) -> Problem:
    """410 where a document of this key, slug or path was withdrawn or has run out, else 404.

    What is private and what never was give the same 404: neither leaves a withdrawal.
    """
    criteria = Q(locale__in=chain, **where)
    if kind:
        criteria &= Q(kind=kind)
    ended = PublishedDocument.objects.filter(criteria, public_until__lte=clock.now())
    withdrawn = Withdrawal.objects.filter(criteria).values_list("locale", "path")
    paths = dict(withdrawn.union(ended.values_list("locale", "path"), all=True))
    if not paths:
        return NotFound("There is no public document here.")
    ordered = [paths[locale] for locale in chain if locale in paths]
    return Gone("This was public and has been withdrawn.", replaced_by=_replacement(ordered))


def _replacement(paths: Sequence[str]) -> dict[str, str] | None:
    """The public document an editor's redirect leads to from one of these paths."""
    redirects = {
        redirect.old_path: redirect.redirect_page_id
        for redirect in Redirect.objects.filter(
            old_path__in=[Redirect.normalise_path(path) for path in paths],
            redirect_page__isnull=False,
        )
    }
    documents = public_documents(page_id__in=redirects.values()).in_bulk(field_name="page_id")
    for path in paths:
        document = documents.get(redirects.get(Redirect.normalise_path(path)))
        if document:
            return {"kind": document.kind, "id": str(document.key), "path": document.path}
    return None


def public_documents(**where: Any) -> Any:
    """Documents that are public at this moment."""
    return PublishedDocument.objects.filter(
        Q(public_until__isnull=True) | Q(public_until__gt=clock.now()), **where
    )


def key_is_gone(key: UUID) -> bool:
    """True when a document of this key was withdrawn in some locale."""
    return Withdrawal.objects.filter(key=key).exists()
