"""The screen where themes get their names in each language."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from taggit.models import Tag, TaggedItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.paginator import CountedPaginator
from cms.publication.removals import removing
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

    def clean_name(self) -> str:
        """Imports and editors find a theme in any case: two that differ in nothing else are one."""
        name = str(self.cleaned_data["name"])
        if "name" not in self.changed_data:
            return name
        # Not asked of the database: SQLite knows the case of ASCII letters only.
        others = Tag.objects.exclude(pk=self.instance.pk).values_list("name", flat=True)
        if any(other.casefold() == name.casefold() for other in others):
            raise ValidationError(_("There is a theme of this name already."), code="unique")
        return name

    def save(self, commit: bool = True) -> Tag:
        with publishing():
            tag: Tag = super().save(commit=commit)
            codes = [code for code, _language in settings.WAGTAIL_CONTENT_LANGUAGES]
            name_theme(tag, {code: self.cleaned_data[NAMED + code] for code in codes})
        return tag


class ThemeIndexView(IndexView):
    """Tags that items have; those of files are found by in the admin alone."""

    paginator_class = CountedPaginator

    def get_base_queryset(self) -> QuerySet[Tag]:
        used = ItemTheme.objects.values("tag")
        tags = Tag.objects.filter(pk__in=used)
        return tags.annotate(named=Count("theme_names", distinct=True))


class ThemeDeleteView(DeleteView):
    """Says who loses the theme: Wagtail's own count of references knows nothing of tags.

    Files are found by their tags: a tag that files have is not deleted from here.
    """

    @cached_property
    def items(self) -> int:
        return ItemTheme.objects.filter(tag=self.object).count()

    @cached_property
    def files(self) -> int:
        return TaggedItem.objects.filter(tag=self.object).count()

    @property
    def usage_message(self) -> str:
        if self.files:
            return ngettext(
                "%(count)s file has this tag: take it from the file, then it can be deleted.",
                "%(count)s files have this tag: take it from them, then it can be deleted.",
                self.files,
            ) % {"count": self.files}
        return ngettext(
            "%(count)s item has this theme and will lose it, live or draft.",
            "%(count)s items have this theme and will lose it, live or draft.",
            self.items,
        ) % {"count": self.items}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_protected": bool(self.files)}

    def form_valid(self, form: Any) -> Any:
        if self.files:
            raise PermissionDenied
        return super().form_valid(form)

    def delete_action(self) -> None:
        with publishing():
            items = list(items_of(self.object))
            with removing(f"theme:{self.object.pk}", items):
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
    delete_template_name = "content_pages/theme_delete.html"
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["name"]
    list_per_page = 50
    list_display = ["name", Column("named", label=_("Languages it is named in"))]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without Wagtail's count of references, which is 0 of every tag."""
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return common | {"usage_url_name": None}

    def get_form_class(self, for_update: bool = False) -> type[ThemeForm]:
        return ThemeForm


THEMES = ThemeViewSet()


def viewsets() -> list[ModelViewSet]:
    return [THEMES]
