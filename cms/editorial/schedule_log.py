"""Taking a page off the schedule is a decision: heard of from Wagtail's own log of the page."""

from typing import Any

from wagtail.models import PageLogEntry, Revision

from cms.audit.recording import record
from cms.editorial.facts import facts_of
from cms.publication.digest import content_digest


def note_unscheduled(
    sender: Any, instance: PageLogEntry, created: bool = False, **kwargs: Any
) -> None:
    """Every way to cancel a schedule ends in this entry, which knows who did it."""
    if not created or instance.action != "wagtail.schedule.cancel":
        return
    revision = Revision.objects.get(pk=instance.revision_id)
    content = revision.as_object()
    record(
        act="unscheduled",
        actor=instance.user,
        page=content,
        revision=revision,
        digest=content_digest(content),
        institution_id=facts_of(content).institution_id,
        data={"go_live_at": instance.data.get("revision", {}).get("go_live_at")},
    )
