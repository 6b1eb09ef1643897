"""Filters that offer people: those whose work the asker may see, and nobody else's name."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import MultipleUserFilter
from wagtail.admin.views.pages.listing import EditedByFilter, GenericPageFilterSet, PageFilterSet
from wagtail.contrib.forms.views import FormPageFilterSet
from wagtail.models import Page, PageLogEntry

from cms.core.visibility import mine, visible_to


def owners(request: HttpRequest) -> QuerySet[Any]:
    pages = Page.objects.order_by().values("owner").distinct()
    return visible_to(request.user, get_user_model()._default_manager.filter(pk__in=pages))


def editors(request: HttpRequest) -> QuerySet[Any]:
    edits = PageLogEntry.objects.filter(action="wagtail.edit").order_by().values("user").distinct()
    return visible_to(request.user, get_user_model()._default_manager.filter(pk__in=edits))


def at_work_on_my_pages(user: Any) -> QuerySet[Any]:
    """People named in the history of the pages the user works on."""
    named = PageLogEntry.objects.filter(page__in=mine(user, Page.objects.all())).order_by()
    people = get_user_model()._default_manager.filter(pk__in=named.values("user").distinct())
    return people.order_by(get_user_model().USERNAME_FIELD)


class PeopleFilters(PageFilterSet):
    owner = MultipleUserFilter(label=_("Owner"), queryset=owners, widget=CheckboxSelectMultiple)
    edited_by = EditedByFilter(
        label=_("Edited by"), queryset=editors, widget=CheckboxSelectMultiple
    )

    class Meta(PageFilterSet.Meta):
        pass


class ExplorerFilters(PeopleFilters, GenericPageFilterSet):
    class Meta(GenericPageFilterSet.Meta):
        pass


class FormPageFilters(PeopleFilters, FormPageFilterSet):
    class Meta(FormPageFilterSet.Meta):
        pass
