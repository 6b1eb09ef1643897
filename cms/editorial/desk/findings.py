"""What the house itself has found about an item: flags that were hit, titles that are near-same."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.editorial.desk.sections import Section, register
from cms.editorial.duplicates import possible_duplicates
from cms.editorial.flags.services import hits_of
from cms.editorial.models.submissions import Submission
from cms.publication.digest import content_digest


def flags(submission: Submission, page: Page) -> Section | None:
    hits = hits_of(submission.page_id, content_digest(page))
    if not hits:
        return None
    html = render_to_string("editorial/desk/flags.html", {"hits": hits})
    return Section(_("Flags"), html, attention=True)


def duplicates(submission: Submission, page: Page) -> Section | None:
    found = possible_duplicates(page)
    if not found:
        return None
    html = render_to_string(
        "editorial/desk/duplicates.html", {"pages": found, "submission": submission}
    )
    return Section(_("Possible duplicates"), html, attention=True)


def register_all() -> None:
    register(flags)
    register(duplicates)
