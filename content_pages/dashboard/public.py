"""What is public of one's institution: how far it reaches, what ends soon, what takes place."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count
from django.utils.timezone import localtime
from wagtail.admin.ui.components import Component

from cms.core import clock
from cms.core.visibility import mine
from cms.publication.models import Dependency, PublishedDocument
from content_pages.dashboard.own import institution_paths, own_pages
from content_pages.models import ItemPage, Occurrence

SHOWN = 8
ENDS_SOON = timedelta(days=30)
CALENDAR = timedelta(days=60)
MOST_OCCURRENCES = 40


class PublishedPanel(Component):
    """The latest public items, in how many languages, and shown by how many other pages."""

    name = "published"
    template_name = "content_pages/dashboard/published.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        if not institution_paths(request.user):
            return {"rows": [], "request": request}
        pages = list(
            mine(request.user, ItemPage.objects.filter(live=True).defer_streamfields())
            .filter(own_pages(request.user))
            .order_by("-last_published_at")[:SHOWN]
        )
        keys = {page.translation_key for page in pages}
        locales = Counter(
            PublishedDocument.objects.filter(key__in=keys).values_list("key", flat=True)
        )
        names = [f"{what}:{key}" for key in keys for what in ("ref", "card")]
        shown = Dependency.objects.filter(on__in=names).values_list("on")
        shown_by: Counter[str] = Counter()
        for on, number in shown.annotate(number=Count("document", distinct=True)).order_by():
            shown_by[on.partition(":")[2]] += number
        rows = [
            {
                "page": page,
                "languages": locales[page.translation_key],
                "shown_by": shown_by[str(page.translation_key)],
            }
            for page in pages
        ]
        return {"rows": rows, "request": request}


class ExpiringPanel(Component):
    """What is public for a while only, and whose end nears."""

    name = "expiring"
    template_name = "content_pages/dashboard/expiring.html"
    order = 45

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        now = clock.now()
        ending = PublishedDocument.objects.filter(
            public_until__gt=now, public_until__lte=now + ENDS_SOON
        )
        ends = dict(ending.values_list("page_id", "public_until"))
        known = ItemPage.objects.filter(pk__in=ends).defer_streamfields()
        pages = mine(request.user, known).filter(own_pages(request.user))
        rows = [{"page": page, "until": ends[page.pk]} for page in pages]
        rows.sort(key=lambda row: row["until"])
        return {"rows": rows[:SHOWN], "request": request}


class CalendarPanel(Component):
    """The occurrences of one's items in the weeks to come, day by day."""

    name = "calendar"
    template_name = "content_pages/dashboard/calendar.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        if not institution_paths(request.user):
            return {"days": [], "request": request}
        now = clock.now()
        own = mine(request.user, ItemPage.objects.filter(alias_of=None)).filter(
            own_pages(request.user)
        )
        rows = (
            Occurrence.objects.filter(
                page__in=own.values("pk"), starts_at__gte=now, starts_at__lte=now + CALENDAR
            )
            .select_related("page__locale")
            .defer("page__body", "page__media")
            .order_by("starts_at", "pk")[:MOST_OCCURRENCES]
        )
        days = groupby(rows, key=lambda row: localtime(row.starts_at).date())
        return {"days": [(day, list(rows)) for day, rows in days], "request": request}
