"""Images and documents: their listings' filters, and the admin's own API."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import BaseMediaFilterSet, PopularTagsFilter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views import documents
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import images

from cms.core.admin_screens.tags import popular_tags
from cms.core.visibility import searchable


class TagsSeen(BaseMediaFilterSet):
    """Filters by the tags of files one may see."""

    def __init__(self, *args: Any, is_searching: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, is_searching=is_searching, **kwargs)
        self.filters.pop("tag", None)
        tags = popular_tags(self.request.user, self._meta.model)
        if tags:
            self.filters["tag"] = PopularTagsFilter(
                label=_("Tag"),
                field_name="tags__name",
                choices=[(tag.name, tag.name) for tag in tags],
                widget=CheckboxSelectMultiple,
                use_subquery=is_searching,
            )


class ImageFilters(TagsSeen, images.ImagesFilterSet):
    class Meta(images.ImagesFilterSet.Meta):
        pass


class DocumentFilters(TagsSeen, documents.DocumentsFilterSet):
    class Meta(documents.DocumentsFilterSet.Meta):
        pass


class Images(images.IndexView):
    filterset_class = ImageFilters


class Documents(documents.IndexView):
    filterset_class = DocumentFilters


class ImagesSeen(ImagesAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return searchable(self.request.user, super().get_queryset())


class DocumentsSeen(DocumentsAdminAPIViewSet):
    def get_queryset(self) -> Any:
        return searchable(self.request.user, super().get_queryset())


def narrow_admin_api(router: Any) -> None:
    """`construct_admin_api`, after Wagtail's own endpoints, which these replace."""
    router.register_endpoint("images", ImagesSeen)
    router.register_endpoint("documents", DocumentsSeen)
