"""Where a path of the public site leads when no document is at it."""

from wagtail.contrib.redirects.models import Redirect

from cms.core import locales
from cms.delivery.selectors.tombstones import absence, public_documents
from cms.publication.models import FormerPath, PublishedDocument


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
