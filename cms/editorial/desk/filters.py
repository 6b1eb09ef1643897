"""By what the queue is narrowed; the same stays in force from item to item."""

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Locale, Page

from cms.editorial.desk.queue import open_to, own, queue_of
from cms.editorial.models.rules import ReviewKind
from cms.editorial.models.submissions import Submission, SubmissionQuerySet
from cms.institutions.models import Institution

WHO = {
    "mine": _("taken by me"),
    "free": _("taken by nobody"),
    "others": _("taken by somebody else"),
    "own": _("submitted or edited by me"),
}


def institutions_waiting(request: HttpRequest) -> QuerySet[Institution]:
    waiting = queue_of(request.user).order_by().values("institution")
    return Institution.objects.filter(pk__in=waiting).order_by("legal_name")


def kinds_waiting(request: HttpRequest) -> QuerySet[ContentType]:
    waiting = queue_of(request.user).order_by().values("page__content_type")
    return ContentType.objects.filter(pk__in=waiting)


class PageKind(django_filters.ModelChoiceFilter):
    """By the type of page, called what people call it."""

    class field_class(django_filters.fields.ModelChoiceField):
        def label_from_instance(self, obj: ContentType) -> str:
            model = obj.model_class()
            named = model is not None and issubclass(model, Page)
            return str(model.get_verbose_name() if named else obj)  # type: ignore[union-attr]


class QueueFilters(WagtailFilterSet):
    who = django_filters.ChoiceFilter(
        label=_("Taken"), choices=list(WHO.items()), method="filter_who", empty_label=_("All")
    )
    urgent = django_filters.ChoiceFilter(
        label=_("Urgency"), choices=[("True", _("urgent"))], empty_label=_("All")
    )
    review = django_filters.ChoiceFilter(
        label=_("Review"), choices=ReviewKind.choices, method="filter_review", empty_label=_("All")
    )
    kind = PageKind(label=_("Kind"), field_name="page__content_type", queryset=kinds_waiting)
    institution = django_filters.ModelChoiceFilter(
        label=_("Institution"), queryset=institutions_waiting
    )
    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), field_name="page__locale", queryset=Locale.objects.all()
    )

    class Meta:
        model = Submission
        fields: list[str] = []

    def filter_who(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        user = self.request.user
        if value == "own":
            return queryset.filter(own(user))
        reviews = open_to(user).filter(submission=OuterRef("pk"))
        taken = {
            "mine": reviews.held().filter(assignee=user),
            "free": reviews.free(),
            "others": reviews.held().exclude(assignee=user),
        }
        return queryset.filter(Exists(taken[value]))

    def filter_review(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        reviews = open_to(self.request.user).filter(submission=OuterRef("pk"), kind=value)
        return queryset.filter(Exists(reviews))


def filtered(request: HttpRequest, queryset: SubmissionQuerySet) -> SubmissionQuerySet:
    """`queryset` narrowed by the request's filters; by none where they make no sense."""
    if not request.GET:
        return queryset
    filters = QueueFilters(request.GET, queryset=queryset, request=request)
    return filters.qs if filters.is_valid() else queryset
