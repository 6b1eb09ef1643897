"""The frontend a site names: where its pages are read and its drafts previewed."""

from django.conf import settings
from django.core.cache import cache
from wagtail.models import Site

from cms.publication.models import FRONTENDS_CACHE_KEY, FrontendSettings

# A listing asks for the address of every page it shows. Saving the settings forgets what is kept
# here; another process goes on with it for this many seconds at most.
KEPT_SECONDS = 30


def _frontends() -> dict[int, tuple[str, str]]:
    known: dict[int, tuple[str, str]] | None = cache.get(FRONTENDS_CACHE_KEY)
    if known is None:
        known = read_frontends()
        cache.set(FRONTENDS_CACHE_KEY, known, KEPT_SECONDS)
    return known


def read_frontends() -> dict[int, tuple[str, str]]:
    """(address without a trailing slash, preview path) by site, of the sites that name one.

    Published copies are built from these and never from what is kept: they outlive it.
    """
    return {
        site_id: (url.rstrip("/"), preview_path)
        for site_id, url, preview_path in FrontendSettings.objects.exclude(
            frontend_url=""
        ).values_list("site_id", "frontend_url", "preview_path")
    }


def frontend_root(site: Site | int | None) -> str:
    """Scheme and host of the site's frontend, without a slash; ours when it names none."""
    named = _frontends().get(_id(site))
    return named[0] if named else settings.PUBLIC_BASE_URL


def names_frontend(site: Site | int | None) -> bool:
    """Whether the site's pages are read somewhere else than here."""
    return _id(site) in _frontends()


def frontend_preview_url(site: Site | int | None, token: str) -> str | None:
    """Where the frontend shows the draft a preview token opens; None without a frontend."""
    named = _frontends().get(_id(site))
    if named is None:
        return None
    root, preview_path = named
    return root + preview_path.replace("{token}", token)


def _id(site: Site | int | None) -> int:
    return site.pk if isinstance(site, Site) else site or 0
