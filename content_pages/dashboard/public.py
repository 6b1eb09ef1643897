"""What is public of one's institution: how far it reaches, what ends soon, what takes place."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localtime
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from cms.core import clock
from cms.core.locales import content_locales
from cms.core.visibility import mine
from cms.publication.models import Dependency, PublishedDocument
from content_pages.dashboard.own import institution_paths, own_pages
from content_pages.dashboard.reading import as_one, languages_of
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
        latest = (
            _own(request.user)
            .filter(live=True)
            .defer_streamfields()
            .select_related("locale")
            .order_by("-last_published_at", "pk")[: SHOWN * len(content_locales())]
        )
        shown = as_one(latest)[:SHOWN]
        keys = {pages[0].translation_key for pages in shown}
        locales = Counter(
            PublishedDocument.objects.filter(key__in=keys).values_list("key", flat=True)
        )
        reach = _reach(keys)
        rows = [
            {
                "page": pages[0],
                "languages": locales[pages[0].translation_key],
                "shown_by": reach[str(pages[0].translation_key)],
            }
            for pages in shown
        ]
        return {"rows": rows, "request": request}


class ExpiringPanel(Component):
    """What is public for a while only, and whose end nears."""

    name = "expiring"
    template_name = "content_pages/dashboard/expiring.html"
    order = 45

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        soon = (clock.now(), clock.now() + ENDS_SOON)
        own = mine(request.user, Page.objects.filter(own_pages(request.user), live=True))
        ending = PublishedDocument.objects.filter(public_until__range=soon)
        known = own.filter(Q(expire_at__range=soon) | Exists(ending.filter(page_id=OuterRef("pk"))))
        documents = ending.filter(page_id__in=known.values("pk"))
        windows = dict(documents.values_list("page_id", "public_until"))
        rows = [
            {
                "page": pages[0],
                "languages": languages_of(pages),
                "until": min(_end_of(page, windows) for page in pages),
            }
            for pages in as_one(known.select_related("locale"))
        ]
        rows.sort(key=lambda row: row["until"])
        return {"rows": rows[:SHOWN], "request": request}


class CalendarPanel(Component):
    """The occurrences of one's items in the weeks to come, day by day; one that is the same in
    several languages stands there once."""

    name = "calendar"
    template_name = "content_pages/dashboard/calendar.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        if not institution_paths(request.user):
            return {"days": [], "request": request}
        now = clock.now()
        found = (
            Occurrence.objects.filter(
                page__in=_own(request.user).filter(alias_of=None).values("pk"),
                starts_at__gte=now,
                starts_at__lte=now + CALENDAR,
            )
            .select_related("page__locale")
            .defer("page__body", "page__media")
            .order_by("starts_at", "pk")[: (MOST_OCCURRENCES + 1) * len(content_locales())]
        )
        rows = _once_each(list(found))
        days = groupby(rows[:MOST_OCCURRENCES], key=lambda row: localtime(row.starts_at).date())
        return {
            "days": [(day, list(rows)) for day, rows in days],
            "is_cut": len(rows) > MOST_OCCURRENCES,
            "most": MOST_OCCURRENCES,
            "request": request,
        }


def _own(user: Any) -> Any:
    return mine(user, ItemPage.objects.filter(own_pages(user)))


def _reach(keys: set[Any]) -> Counter[str]:
    """On how many other pages each is shown."""
    names = [f"{what}:{key}" for key in keys for what in ("ref", "card")]
    shown = Dependency.objects.filter(on__in=names).values_list("on")
    shown_by: Counter[str] = Counter()
    for on, number in shown.annotate(number=Count("document", distinct=True)).order_by():
        shown_by[on.partition(":")[2]] += number
    return shown_by


def _end_of(page: Page, windows: Mapping[int, datetime | None]) -> datetime:
    """By its own date or with the last window of its rights, whichever comes first."""
    ends = (page.expire_at, windows.get(page.pk))
    return min(one for one in ends if one is not None)


def _once_each(rows: list[Occurrence]) -> list[Occurrence]:
    """In the reader's language where it has it, in the order of time."""
    shown: dict[tuple[Any, Any], Occurrence] = {}
    own = {pages[0].pk for pages in as_one(row.page for row in rows)}
    for row in rows:
        about = (row.page.translation_key, row.uid)
        if about not in shown or row.page_id in own:
            shown[about] = row
    return sorted(shown.values(), key=lambda row: row.starts_at)
