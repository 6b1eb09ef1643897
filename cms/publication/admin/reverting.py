"""Going back to a former version of a page, in its form."""

from django.http import HttpRequest
from wagtail.models import Page

from cms.publication.pages import PublishedPage


def before_edit_page(request: HttpRequest, page: Page) -> None:
    """The form shows what the former version said, and the moments of today's draft: one that was
    to go live on a Friday long ago, or to be taken off, is not once more."""
    match = request.resolver_match
    reverts = match is not None and match.url_name == "revisions_revert"
    if reverts and isinstance(page, PublishedPage):
        page.take_moments_of_draft()
