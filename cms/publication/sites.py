"""The frontend a site names: where its pages are read and its drafts previewed."""

from django.conf import settings
from wagtail.models import Site

from cms.publication.models import FrontendSettings


def frontend_root(site: Site | None) -> str:
    """Scheme and host of the site's frontend, without a slash; ours when it names none."""
    address = FrontendSettings.for_site(site).frontend_url if site else ""
    return address.rstrip("/") or settings.PUBLIC_BASE_URL


def frontend_preview_url(site: Site | None, token: str) -> str | None:
    """Where the frontend shows the draft a preview token opens; None without a frontend."""
    if site is None:
        return None
    frontend = FrontendSettings.for_site(site)
    if not frontend.frontend_url:
        return None
    return frontend.frontend_url.rstrip("/") + frontend.preview_path.replace("{token}", token)
