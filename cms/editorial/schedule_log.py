"""Taking a page off the schedule is a decision: heard of from Wagtail's own log of the page."""

from typing import Any

from wagtail.models import PageLogEntry

from cms.audit.recording import record


def note_unscheduled(
    sender: Any, instance: PageLogEntry, created: bool = False, **kwargs: Any
) -> None:
    """Every way to cancel a schedule ends in this entry, which knows who did it."""
    if not created or instance.action != "wagtail.schedule.cancel":
        return
    record(
        act="unscheduled",
        actor=instance.user,
        page=instance.page,
        revision=instance.revision_id,
        data={"go_live_at": instance.data.get("revision", {}).get("go_live_at")},
    )
