"""`GET /resolve?path=`: what is at a path of the public site."""

import orjson
from wagtail.contrib.redirects.models import Redirect

from cms.core import locales
from cms.core.http import Request
from cms.core.parameters import Parameter, ParameterSet, fault
from cms.delivery import selectors
from cms.delivery.asking import Ask
from cms.delivery.gone import absence, public_documents
from cms.delivery.messages import Reply
from cms.delivery.parameters import query_string
from cms.delivery.responses import answer, asked_tags, digest, is_current
from cms.publication.models import FormerPath, PublishedDocument

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
        tags = asked_tags(request)
        known = [tag.rpartition(".")[0] for tag in tags]
        found = selectors.by_path(path, known)
        if found is None:
            return _redirected(path, tags)
        own = Ask(found.locale, False, (found.locale,), None)
        unread = found.detail is None or "*" in tags
        return answer(
            None if unread else own.serve(found.detail or b"", found.locale),
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


def redirect_from(path: str) -> tuple[str, bool] | None:
    """The path or address an editor or a move has made this path lead to, and if for good.

    An editor's redirect wins over the memory of where a document used to be. One that leads to a
    page which is not public leads nowhere.
    """
    by_hand = _by_hand(path)
    if by_hand is not None:
        to = by_hand.redirect_link or _path_of(page_id=by_hand.redirect_page_id)
        if to:
            return to, by_hand.is_permanent
    if path == "/" and (front := _path_of(kind="home", locale=locales.default_locale())):
        return front, False  # people are led to the home page of a language they read
    former = FormerPath.objects.filter(path=path).first()
    if former is not None:
        to = _path_of(key=former.key, locale=former.locale)
        if to:
            return to, True
        raise absence(chain=[former.locale], key=former.key)
    return None


def _by_hand(path: str) -> Redirect | None:
    """The redirect an editor made of this path."""
    try:
        old_path = Redirect.normalise_path(path)
    except ValueError:  # `//[` reads as the beginning of a host, and not of a sound one
        return None
    redirect: Redirect | None = Redirect.objects.filter(old_path=old_path).first()
    return redirect


def _path_of(**where: object) -> str | None:
    document: PublishedDocument | None = public_documents(**where).only("path").first()
    return document.path if document else None


def _path(text: str) -> str:
    if not text.startswith("/") or len(text) > MAX_PATH:
        raise fault("path", f"A path begins with / and has at most {MAX_PATH} signs.", "malformed")
    return text if text.endswith("/") else f"{text}/"
