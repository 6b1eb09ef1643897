"""What a listing is narrowed by: institution, category, format, state, language."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page, WorkflowState
from wagtail.query import PageQuerySet

from cms.core import clock
from cms.core.codes import code_list
from cms.core.matching import words_in
from cms.core.subtrees import below
from cms.editorial import selectors
from cms.editorial.pages import with_submissions
from content_pages.models import (
    CategoryPage,
    GuidePage,
    InstitutionPage,
    ItemPage,
    NewsPage,
    ProgrammePage,
)

# A name that fits more institutions than this is not a choice yet.
MOST_INSTITUTIONS = 100


def with_review_state(pages: PageQuerySet) -> PageQuerySet:
    """Read the workflows of a page type's pages with them, for their state as it is shown.

    Wagtail's `prefetch_workflow_states` looks for those of plain pages in any queryset that is not
    `specific`, and finds none here.
    """
    active = WorkflowState.objects.active().select_related("current_task_state__task")
    kept = Prefetch("_specific_workflow_states", active, to_attr="_current_workflow_states")
    return with_submissions(pages.prefetch_related(kept))


STATES: Mapping[str, tuple[Any, Callable[[], Q]]] = {
    "live": (_("Live"), lambda: Q(live=True)),
    "changed": (_("Live, with newer changes"), lambda: Q(live=True, has_unpublished_changes=True)),
    "draft": (_("Draft"), lambda: Q(live=False)),
    "review": (_("In review"), selectors.in_review),
    "sent_back": (_("Changes requested"), selectors.sent_back),
    "rejected": (_("Rejected"), selectors.rejected),
    "scheduled": (_("Scheduled"), lambda: Q(live=False, go_live_at__gt=clock.now())),
    "expired": (_("Expired"), lambda: Q(expired=True)),
}


def category_choices() -> list[tuple[str, str]]:
    """Each category once, whatever languages it exists in; those of the first language win."""
    rows = CategoryPage.objects.exclude(code="").order_by("-locale_id", "path")
    titles: dict[str, str] = dict(rows.values_list("code", "title"))
    return sorted(titles.items(), key=lambda row: row[1])


def filter_state(pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    return pages.filter(STATES[value][1]())


def filter_category(pages: QuerySet[Any], name: str, codes: list[str]) -> QuerySet[Any]:
    """A category takes in those below it."""
    if not codes:
        return pages
    within = Q(pk__in=())
    for path in CategoryPage.objects.filter(code__in=codes).values_list("path", flat=True):
        within |= Q(path=path) | below(path)
    chosen = CategoryPage.objects.filter(within).values_list("pk", flat=True)
    return pages.filter(category__in=list(chosen))


def filter_institution(pages: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
    """Pages below the institutions whose name holds the words."""
    named = InstitutionPage.objects.filter(words_in(words, "title"))
    within = Q(pk__in=())
    for path in named.values_list("path", flat=True)[:MOST_INSTITUTIONS]:
        within |= below(path)
    return pages.filter(within)


def filter_review_date(pages: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    today = clock.now().date()
    if value == "past":
        return pages.filter(review_on__lt=today)
    return pages.filter(review_on__gte=today, review_on__lt=today + timedelta(days=31))


class StateFilterSet(WagtailFilterSet):
    """What every type of page has: its state, its language, when it was last worked on."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        method=filter_state,
        choices=[(code, label) for code, (label, _condition) in STATES.items()],
        empty_label=_("Any"),
        widget=forms.RadioSelect,
    )
    latest_revision_created_at = django_filters.DateFromToRangeFilter(
        label=_("Updated"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Page
        fields: list[str] = []


class ItemFilterSet(StateFilterSet):
    institution = django_filters.CharFilter(
        label=_("Institution"),
        method=filter_institution,
        widget=forms.TextInput(attrs={"placeholder": _("Part of its name")}),
    )
    category = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=_("Category"),
        method=filter_category,
        choices=category_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    format = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=_("Format"),
        choices=code_list("formats").choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ItemPage
        fields: list[str] = []


class InstitutionFilterSet(StateFilterSet):
    kind = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=_("Kind"),
        field_name="institution__kind",
        choices=code_list("institution_kinds").choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = InstitutionPage
        fields: list[str] = []


class GuideFilterSet(StateFilterSet):
    review = django_filters.ChoiceFilter(
        label=_("Review date"),
        method=filter_review_date,
        choices=[("past", _("Past its review date")), ("soon", _("Due within a month"))],
        empty_label=_("Any"),
        widget=forms.RadioSelect,
    )
    topic = django_filters.MultipleChoiceFilter(
        distinct=False,
        label=_("Topic"),
        choices=code_list("guide_topics").choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = GuidePage
        fields: list[str] = []


class ProgrammeFilterSet(StateFilterSet):
    class Meta:
        model = ProgrammePage
        fields: list[str] = []


class NewsFilterSet(StateFilterSet):
    class Meta:
        model = NewsPage
        fields: list[str] = []
