"""The addresses of releases in the admin."""

from typing import Any

from django.urls import include, path

from cms.editorial.releases import buttons, screens
from cms.editorial.releases.listing import ReleasesView

ONE = "<int:release_id>/"
PATTERNS = [
    path("", ReleasesView.as_view(), name="index"),
    path("results/", ReleasesView.as_view(results_only=True), name="results"),
    path("new/", screens.NewView.as_view(), name="new"),
    path(ONE, screens.ReleaseView.as_view(), name="show"),
    path(f"{ONE}edit/", screens.EditView.as_view(), name="edit"),
    path(f"{ONE}dry-run/", screens.DryRunView.as_view(), name="dry_run"),
    path(f"{ONE}publish/", screens.PublishView.as_view(), name="publish"),
    path(f"{ONE}schedule/", screens.ScheduleView.as_view(), name="schedule"),
    path(f"{ONE}roll-back/", screens.RollBackView.as_view(), name="roll_back"),
    path(f"{ONE}add/", buttons.AddPage.as_view(), name="add"),
    path(f"{ONE}remove/", buttons.RemovePage.as_view(), name="remove"),
    path(f"{ONE}latest/", buttons.UseLatest.as_view(), name="use_latest"),
    path(f"{ONE}unschedule/", buttons.Unschedule.as_view(), name="unschedule"),
    path(f"{ONE}delete/", buttons.Delete.as_view(), name="delete"),
    path(f"{ONE}try-again/", buttons.TryAgain.as_view(), name="try_again"),
]


def admin_urls() -> list[Any]:
    return [path("releases/", include((PATTERNS, "releases"), namespace="releases"))]
