"""Addresses of files. Their names are Wagtail's, which reverses them."""

from django.urls import path, re_path
from wagtail.documents.views.serve import authenticate_with_password

from cms.media import views

urlpatterns = [
    path("media/<path:path>", views.media),
    re_path(r"^images/([^/]*)/(\d*)/([^/]*)/[^/]*$", views.image, name="wagtailimages_serve"),
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
]
