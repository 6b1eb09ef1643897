"""The admin copies pages around `PublishedPage.copy`: what arrives live is asked of here."""

from django.http import HttpRequest
from wagtail.models import Page

from cms.publication.clearance import before_copies_live


def after_copy_page(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Raises Refused where a copy may not be public; the request is rolled back. An alias is
    cleared with its source."""
    before_copies_live(new_page, request.user)
