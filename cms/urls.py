"""Every address of the site."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.images import urls as wagtailimages_urls

from cms.core import locales
from cms.publication import views as publication

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("images/", include(wagtailimages_urls)),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    path("preview/<str:token>/", publication.preview, name="preview"),
    # For a site that names no frontend: `/fr/…/` shows what the API serves.
    re_path(rf"^(?P<path>(?:{'|'.join(locales.content_locales())})/.*)$", publication.page),
]
