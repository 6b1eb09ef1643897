"""Choosers of pages and files: one's own, and what is public, under the name it is public by."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import chooser
from wagtail.images.views.chooser import ImageChooserViewSet, ImageChooseView
from wagtail.images.views.chooser import viewset as image_chooser
from wagtail.models import Page

from cms.core.admin_screens.tags import popular_tags
from cms.core.visibility import may_see, searchable, visible_to


def only_visible(queryset: Any, request: HttpRequest) -> Any:
    """A hook of any chooser: `construct_page_chooser_queryset` and the like."""
    return searchable(request.user, queryset)


class ParentColumn(chooser.ParentPageColumn):
    """Where a page lies, when the asker may see that; a live parent by its public title."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def get_value(self, instance: Page) -> Page | None:
        parent = instance.get_parent()
        if parent is None or not may_see(self.user, parent):
            return None
        if parent.live:
            parent.draft_title = parent.title
        return parent


class Browse(chooser.BrowseView):
    """Begins where the pages one may see have their common ancestor."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        return super().get(request, parent_page_id or self.beginning(request))

    def beginning(self, request: HttpRequest) -> int:
        wanted = request.GET.get("page_type") or chooser.base_page_type_string
        try:
            models = chooser.page_models_from_string(wanted)
        except (ValueError, LookupError) as error:
            raise Http404 from error
        root = Page.get_first_root_node()
        if models == (Page,):
            return int(root.pk)
        pages: Any = visible_to(request.user, Page.objects.type(*models))
        common = pages.first_common_ancestor()
        return int(common.pk if may_see(request.user, common) else root.pk)


class Search(chooser.SearchView):
    @property
    def columns(self) -> list[Any]:
        parent = ParentColumn("parent", label=_("Parent"), user=self.request.user)
        return [parent if one.name == "parent" else one for one in super().columns]


class ChooseImage(ImageChooseView):
    """The tags it offers are those of images one may see."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["popular_tags"] = popular_tags(self.request.user, self.model)
        return context


class OwnImageChooser(ImageChooserViewSet):
    choose_view_class = ChooseImage


IMAGES = OwnImageChooser(
    image_chooser.name, model=image_chooser.model, url_prefix=image_chooser.url_prefix
)
