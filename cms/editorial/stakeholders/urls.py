"""Addresses behind a mailed link."""

from django.urls import path

from cms.editorial.stakeholders import views

urlpatterns = [
    path("review/<str:token>/", views.review, name="editorial_review_link"),
    path("review/<str:token>/draft/", views.draft, name="editorial_review_draft"),
]
