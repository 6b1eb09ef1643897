"""The admin's forms publish and copy pages around `PublishedPage`: what it asks is asked here.

Both raise Refused; the request, one transaction, is rolled back.
"""

from django.http import HttpRequest
from wagtail.models import Page

from cms.publication.clearance import before_copies_live, before_publishing


def before_publish_page(request: HttpRequest, page: Page) -> None:
    """The revision is saved, the page is not live by it yet."""
    revision = page.get_latest_revision()
    before_publishing(revision.as_object(), revision, request.user)


def after_copy_page(request: HttpRequest, page: Page, new_page: Page) -> None:
    """What was copied live; an alias is cleared with its source."""
    before_copies_live(new_page, request.user)
