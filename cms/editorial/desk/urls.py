"""The desk's addresses, and what their arguments name."""

from typing import Any

from django.urls import path

from cms.core.admin_addresses import name_arguments
from cms.core.visibility import Scope
from cms.editorial.desk.item_view import (
    BesidePreviewView,
    BesideView,
    ItemView,
    OpenView,
    PreviewView,
)
from cms.editorial.desk.queue_view import NextView, QueueView

NAMED = ("desk_item", "desk_open", "desk_preview", "desk_beside", "desk_beside_preview")
SUBMISSION = ("editorial.Submission", Scope.MINE)


def admin_urls() -> list[Any]:
    item = "desk/<int:submission_id>/"
    return [
        path("desk/", QueueView.as_view(), name="desk"),
        path("desk/results/", QueueView.as_view(results_only=True), name="desk_results"),
        path("desk/next/", NextView.as_view(), name="desk_next"),
        path(item, ItemView.as_view(), name="desk_item"),
        path(f"{item}open/", OpenView.as_view(), name="desk_open"),
        path(f"{item}preview/", PreviewView.as_view(), name="desk_preview"),
        path(f"{item}beside/<int:page_id>/", BesideView.as_view(), name="desk_beside"),
        path(
            f"{item}beside/<int:page_id>/preview/",
            BesidePreviewView.as_view(),
            name="desk_beside_preview",
        ),
    ]


def describe() -> None:
    """Called in `AppConfig.ready()`."""
    for name in NAMED:
        name_arguments(name, submission_id=SUBMISSION)
