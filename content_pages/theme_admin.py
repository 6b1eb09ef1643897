"""The screen where themes get their names in each language."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.publication.unit_of_work import publishing, refresh
from content_pages.models import ItemTheme, ThemeName
from content_pages.themes import items_of, name_theme

NAMED = "name_"


class ThemeForm(forms.ModelForm):
    """The tag's own name, and one per language content is in."""

    class Meta:
        model = Tag
        fields = ["name"]
        labels = {"name": _("Name editors type")}
        help_texts = {"name": _("Shown to readers of a language that has no name below.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)
        rows = ThemeName.objects.filter(tag=self.instance.pk).values_list("language", "name")
        names = dict(rows)
        for code, language in settings.WAGTAIL_CONTENT_LANGUAGES:
            self.fields[NAMED + code] = forms.CharField(
                label=language,
                max_length=ThemeName._meta.get_field("name").max_length,
                required=False,
                initial=names.get(code, ""),
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def save(self, commit: bool = True) -> Tag:
        with publishing():
            tag: Tag = super().save(commit=commit)
            codes = [code for code, _language in settings.WAGTAIL_CONTENT_LANGUAGES]
            name_theme(tag, {code: self.cleaned_data[NAMED + code] for code in codes})
        return tag


class ThemeIndexView(IndexView):
    """Tags that items have; those of files are found by in the admin alone."""

    def get_base_queryset(self) -> QuerySet[Tag]:
        used = ItemTheme.objects.values("tag")
        tags = Tag.objects.filter(pk__in=used)
        return tags.annotate(named=Count("theme_names", distinct=True))


class ThemeDeleteView(DeleteView):
    def delete_action(self) -> None:
        with publishing():
            items = list(items_of(self.object))
            super().delete_action()
            refresh(items)


class ThemeViewSet(ModelViewSet):
    name = "themes"
    model = Tag
    icon = "tag"
    menu_label = _("Themes")
    menu_order = 320
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = ThemeIndexView
    delete_view_class = ThemeDeleteView
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["name"]
    list_per_page = 50
    list_display = ["name", Column("named", label=_("Languages it is named in"))]

    def get_form_class(self, for_update: bool = False) -> type[ThemeForm]:
        return ThemeForm


THEMES = ThemeViewSet()


def viewsets() -> list[ModelViewSet]:
    return [THEMES]
