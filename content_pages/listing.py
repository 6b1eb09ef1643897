"""Flat listings of one page type, quick however many pages there are.

What they avoid: a list of every id a person may see, search over the whole index on each keystroke,
counting a hundred thousand rows to print a number, and a query per row.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.core.admin_screens.parents import may_add
from cms.core.matching import words_in
from cms.core.paginator import CountedPaginator
from cms.core.visibility import mine
from cms.editorial.pages import with_submissions
from cms.publication.models import PublishedDocument
from content_pages.listing_filters import with_review_state

# Beyond this many a listing is filtered, not leafed through.
COUNTED = 5000


class CappedPaginator(CountedPaginator):
    """Counts no further than anybody leafs."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by().values("pk")[: COUNTED + 1].count()

    @cached_property
    def items_count_label(self) -> str:
        if self.count > COUNTED:
            return _("more than %(count)s %(things)s") % {
                "count": COUNTED,
                "things": self.verbose_name_plural,
            }
        return super().items_count_label


class QuickListing(IndexView):
    """Wagtail's listing of a page type, with titles searched and rights read as intervals."""

    paginator_class = CappedPaginator
    template_name = "content_pages/listing/index.html"

    def get_add_url(self) -> str | None:
        """Offered to who may add one somewhere; in which language is asked there."""
        return reverse(self.add_url_name) if may_add(self.request.user, self.model) else None

    def get_base_queryset(self) -> PageQuerySet:
        pages = mine(self.request.user, self.model.objects.filter(depth__gt=1))
        return self.annotate_queryset(pages)

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        pages = pages.defer_streamfields().select_related("locale", "content_type")
        if shown := [name for name in ("image", "category") if hasattr(self.model, name)]:
            pages = pages.select_related("locale", "content_type", *shown)
        return with_review_state(pages).annotate_site_root_state().annotate_approved_schedule()

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return (
            queryset.filter(words_in(self.search_query, "draft_title"))
            if self.is_searching
            else queryset
        )

    def get_ordering(self) -> Any:
        ordering = self.request.GET.get("ordering", self.default_ordering)
        return ordering if ordering in self.get_valid_orderings() else self.default_ordering

    @property
    def is_explicitly_ordered(self) -> bool:
        """Titles are matched, not ranked: a search keeps the listing's order."""
        return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        Page.objects.annotate_parent_page(rows)
        annotate_quality(rows)
        return context


class QuickExplorer(ExplorableIndexView):
    """The page explorer; it finds pages by their titles."""

    paginator_class = CappedPaginator

    def annotate_queryset(self, pages: PageQuerySet) -> PageQuerySet:
        return with_submissions(super().annotate_queryset(pages))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return (
            queryset.filter(words_in(self.search_query, "draft_title"))
            if self.is_searching
            else queryset
        )


def annotate_quality(pages: Iterable[Page]) -> None:
    """Sets `quality_tier` on each page: that of its published copy, None without one."""
    rows = list(pages)
    tiers = dict(
        PublishedDocument.objects.filter(page_id__in=[page.pk for page in rows]).values_list(
            "page_id", "facts__quality"
        )
    )
    for page in rows:
        page.quality_tier = tiers.get(page.pk)
