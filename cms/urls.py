"""Every address of the site."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from cms.api import authoring_api, imports_api
from cms.authoring.rest.api import nothing_here
from cms.delivery.site import views as site
from cms.institutions.members.pages import invitation
from cms.institutions.onboarding.api import applications
from cms.institutions.onboarding.pages import application
from cms.media import urls as media_urls
from cms.notifications import urls as mail_urls
from cms.publication.preview import views as publication

urlpatterns = [
    path("api/v1/applications", applications),
    path("api/v1/", imports_api.urls),
    path("applications/<str:token>/", application, name="application"),
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("api/v1/authoring/", authoring_api.urls),
    path("api/v1/authoring", nothing_here),
    path("api/v1/authoring/<path:path>", nothing_here),
    # What Wagtail's own screens would show of others is narrowed first.
    path("admin/", include("cms.core.admin_screens.urls")),
    path("admin/", include("content_pages.translations")),
    path("admin/", include("cms.notifications.admin.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("", include(media_urls)),
    path("", include(mail_urls)),
    path("preview/<str:token>/", publication.preview, name="preview"),
    path("", include("cms.editorial.stakeholders.urls")),
    path("", site.front_door),
    # Last: everything else is a page, or was one; it is shown here (docs/site.md).
    path("<path:path>", site.page),
]

# Not only of the site's pages: a picture, a preview or a screen of the admin that is not there.
handler404 = "cms.delivery.site.views.not_found"
