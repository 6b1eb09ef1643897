"""What releases tell the rooms below: acts of the log, who sees them, work of the worker, what is
late and what failed. Called once, in `AppConfig.ready()`."""

from django.utils.translation import gettext_lazy as _

from cms.audit import acts
from cms.core import periodic_jobs
from cms.editorial.releases import failures, selectors
from cms.editorial.releases.due import run_releases
from cms.editorial.releases.visibility import register_rules
from cms.publication import schedules
from cms.publication.admin import failed_publications

ACTS = {
    "approved_for_release": _("approved; goes live with its release"),
    "taken_back": _("taken down with its release"),
    "release_made": _("made a release"),
    "release_changed": _("changed the pages of a release"),
    "release_deleted": _("deleted a release"),
    "release_scheduled": _("scheduled a release"),
    "release_unscheduled": _("took a release off the schedule"),
    "release_published": _("published a release"),
    "release_rolled_back": _("rolled a release back"),
}


def register_all() -> None:
    acts.register(ACTS)
    register_rules()
    periodic_jobs.register("releases", run_releases, every=10, urgent=True)
    schedules.register(schedules.Others(selectors.overdue, selectors.count_failing))
    failed_publications.register(failures.SOURCE)
