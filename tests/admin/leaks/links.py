"""Every address outside the admin and the APIs that write: what is asked of it, filled with ids."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.images.utils import generate_signature

from cms.delivery.dispatch import FIXED
from cms.delivery.endpoints.health import VIEWS
from cms.delivery.endpoints.vocabularies import VOCABULARIES
from cms.delivery.routes import ENDPOINTS
from cms.media.access import draft_address
from tests.admin.leaks.addresses import walk
from tests.admin.leaks.operations import WRITTEN
from tests.admin.leaks.world import MARK, SEARCHED, House


@dataclass(frozen=True)
class Try:
    """A request that must not open what is theirs; `sent` is its form, None for a GET."""

    path: str
    sent: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        return f"{'GET' if self.sent is None else 'POST'} {self.path} {self.sent or ''}"

    def answered(self, client: Any) -> Any:
        if self.sent is None:
            return client.get(self.path)
        return client.post(self.path, self.sent)


def routes() -> list[str]:
    """Every address of the resolver that is neither the admin's nor an operation's."""
    return [
        route for _name, route, _pattern in walk() if not route.startswith(("admin/", *WRITTEN))
    ]


def tries(route: str, theirs: House, ours: House) -> list[Try]:
    """Raises LookupError for an address nobody has a case for."""
    if route not in CASES:
        raise LookupError(f"{route}: what is asked of it? Say so in CASES.")
    return list(CASES[route](theirs, ours))


def _guessed(theirs: House, ours: House) -> list[str]:
    """Tokens made of all one may know of theirs, and of one's own good ones.

    Without the word, which an answer may repeat from its address.
    """
    uid, _dot, signature = ours.held.application.partition(".")
    ids = [str(one) for one in theirs.ids.values() if MARK.lower() not in str(one).lower()]
    own = [ours.held.review, ours.held.invitation, ours.held.bound, ours.preview]
    return [
        *dict.fromkeys(ids),
        *theirs.more.digests.split(),
        theirs.held.application.partition(".")[0],
        f"{theirs.more.application_uid}.{signature}",
        f"{theirs.more.application_uid}.",
        f"{uid}.{theirs.held.application.partition('.')[2]}",
        *(f"{one}x" for one in own),
    ]


def _behind(pattern: str, *forms: Mapping[str, str]) -> Callable[[House, House], Iterator[Try]]:
    """A page behind a mailed link, asked with every token that is none of it."""

    def found(theirs: House, ours: House) -> Iterator[Try]:
        for token in _guessed(theirs, ours):
            yield Try(pattern.format(token))
        for token in _guessed(theirs, ours)[-6:]:
            yield from (Try(pattern.format(token), form) for form in forms)

    return found


def _files(theirs: House, ours: House) -> Iterator[Try]:
    """By the names of their files, of which none is public."""
    rendition = theirs.image.get_rendition("width-20")
    for name in (rendition.file.name, theirs.image.file.name, theirs.document.file.name):
        yield Try(f"/media/{name}")
    yield Try(f"/media/{theirs.image.file.name.rpartition('/')[2]}")


def _images(theirs: House, ours: House) -> Iterator[Try]:
    """With a signature of one's own, and with none."""
    own = generate_signature(ours.image.pk, "width-20")
    for signature in (own, "x", ""):
        yield Try(f"/images/{signature}/{theirs.image.pk}/width-20/x.png")
    wide = generate_signature(theirs.image.pk, "width-20")
    yield Try(f"/images/{wide}/{theirs.image.pk}/original/x.png")


def _documents(theirs: House, ours: House) -> Iterator[Try]:
    own = draft_address(ours.document).partition("?")[2]
    for query in ("", f"?{own}", f"?key={theirs.document.pk}"):
        yield Try(f"{theirs.document.url}{query}")
    yield Try(f"/documents/{theirs.document.pk}/{ours.document.filename}")


def _passwords(theirs: House, ours: House) -> Iterator[Try]:
    for sent in ({"password": "x", "return_url": "/x/"}, {}):
        yield Try(f"/documents/authenticate_with_password/{theirs.more.restriction}/", sent)


def _pages(theirs: House, ours: House) -> Iterator[Try]:
    for page in (theirs.draft, theirs.second_page):
        path = page.get_url_parts()[2]
        yield from (Try(one) for one in (path, path.rstrip("/"), f"{path}?q={SEARCHED}"))
        yield Try(path, {"title": "x"})


def _front(theirs: House, ours: House) -> Iterator[Try]:
    yield Try("/")


def _applications(theirs: House, ours: House) -> Iterator[Try]:
    yield Try("/api/v1/applications")
    yield Try("/api/v1/applications", {"legal_name": theirs.record.legal_name})


def _root(theirs: House, ours: House) -> Iterator[Try]:
    yield Try("/api/v1/")


CASES: Mapping[str, Callable[[House, House], Iterator[Try]]] = {
    "": _front,
    "<path:path>": _pages,
    "api/v1/": _root,
    "api/v1/applications": _applications,
    "applications/<str:token>/": _behind(
        "/applications/{}/", {"act": "withdraw"}, {"act": "answer", "text": "x"}
    ),
    "invitations/<str:token>/": _behind(
        "/invitations/{}/", {"username": "x", "first_name": "x", "last_name": "x"}
    ),
    "review/<str:token>/": _behind(
        "/review/{}/", {"text": "x"}, {"act": "approve", "digest": "0" * 64}
    ),
    "review/<str:token>/draft/": _behind("/review/{}/draft/"),
    "preview/<str:token>/": _behind("/preview/{}/"),
    "mail/unsubscribe/<str:token>/": _behind("/mail/unsubscribe/{}/", {}),
    "media/<path:path>": _files,
    r"^images/([^/]*)/(\d*)/([^/]*)/[^/]*$": _images,
    r"^documents/(\d+)/(.*)$": _documents,
    "documents/authenticate_with_password/<int:restriction_id>/": _passwords,
}


# The read API is answered in front of the resolver: its addresses are in tables of its own.
QUERIES = ("", f"?q={SEARCHED}", "?institution={section_key}", "?ids={key}", "?path={draft_path}")


def reads(theirs: House, ours: House) -> Iterator[Try]:
    """Every address of the read API. Raises LookupError for a part nobody has a case for."""
    ids = {**theirs.ids, "draft_path": theirs.draft.get_url_parts()[2]}
    parts = {
        "id_or_slug": [*(ids[one] for one in ("key", "second_key", "live_key")), theirs.draft.slug],
        "token": _guessed(theirs, ours),
        "name": list(VOCABULARIES),
    }
    for one in ENDPOINTS:
        if one.takes is None:
            yield from (Try(f"/api/v1/{one.path}{q.format(**ids)}") for q in QUERIES)
            continue
        name = one.takes["name"]
        if name not in parts:
            raise LookupError(f"{one.path}: what is {name!r}? Say so in `reads`.")
        yield from (Try(f"/api/v1/{one.path.format(**{name: part})}") for part in parts[name])
    yield from (Try(f"/api/v1/{one}") for one in FIXED)
    yield from (Try(one) for one in VIEWS)
