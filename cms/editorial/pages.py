"""The page that is reviewed: it says of itself where it stands."""

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from cms.editorial.forms import ReviewedPageForm
from cms.editorial.models.submissions import Submission
from cms.editorial.selectors import latest_submissions, told_state
from cms.publication.pages import PublishedPage

# Where prefetched submissions are kept.
SUBMISSIONS = "_read_submissions"


def with_submissions(pages: Any) -> Any:
    """`pages`, each to be read with what says where it stands."""
    kept = Prefetch("submissions", Submission.objects.order_by("pk"), to_attr=SUBMISSIONS)
    return pages.prefetch_related(kept)


class ReviewedPage(PublishedPage):
    """Listings that read many prefetch their submissions, the oldest first (`SUBMISSIONS`)."""

    base_form_class = ReviewedPageForm

    class Meta:
        abstract = True

    @property
    def latest_submission(self) -> Submission | None:
        known: list[Submission] | None = self.__dict__.get(SUBMISSIONS)
        if known is not None:
            return known[-1] if known else None
        return latest_submissions([self.pk]).get(self.pk)

    @property
    def review_state(self) -> str:
        """Where it stands in its review; empty where it is in none."""
        return told_state(self, self.latest_submission) if self.pk else ""

    @property
    def status_string(self) -> Any:
        """As Wagtail tells it; what was sent back is no plain draft."""
        told = self.review_state
        if not told:
            return super().status_string
        live = _("live")
        return f"{live} + {told}" if self.live else told
