from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ACTS = {
    "submitted": _("submitted for review"),
    "withdrawn": _("withdrawn from review"),
    "claimed": _("took the review"),
    "released": _("gave the review back"),
    "assigned": _("assigned the review"),
    "approved": _("approved"),
    "changes_requested": _("requested changes"),
    "returned_to_stage": _("returned it to an earlier review"),
    "rejected": _("rejected"),
    "commented": _("commented"),
    "published": _("published"),
    "scheduled": _("scheduled for publication"),
    "unscheduled": _("taken off the schedule"),
    "expired": _("expired"),
    "published_directly": _("published where no workflow applies"),
    "cleared_as_public": _("was public before approvals were kept"),
    "import_decided": _("decided with its import"),
    "reported": _("reported"),
    "report_upheld": _("upheld the report"),
    "report_dismissed": _("found nothing to object"),
    "trust_moved": _("trust moved by a rule"),
    "published_in_emergency": _("published in an emergency"),
    "emergency_confirmed": _("confirmed an emergency publication"),
    "taken_down": _("taken down"),
    "unpublished": _("unpublished"),
    "withdrawn_from_portal": _("withdrawn from the portal"),
    "cancelled": _("changed a date: cancelled, postponed, moved"),
    "flag_rule": _("changed a flag rule"),
    "review_rule": _("changed a review rule"),
    "link_made": _("sent a review link"),
    "link_opened": _("opened the review link"),
    "link_revoked": _("revoked a review link"),
}


class EditorialConfig(AppConfig):
    name = "cms.editorial"
    label = "editorial"
    verbose_name = _("Editorial")

    def ready(self) -> None:
        self._register()
        self._listen()

    def _register(self) -> None:
        from cms.audit import acts
        from cms.core import gate, periodic_jobs, revisions
        from cms.editorial.approvals import before_publishing, may_go_live
        from cms.editorial.at_once import report as emergency_report
        from cms.editorial.desk import findings
        from cms.editorial.desk import urls as desk_urls
        from cms.editorial.kept_revisions import is_referred_to
        from cms.editorial.notices import events, watching
        from cms.editorial.releases import registering
        from cms.editorial.scheduling import run_schedule
        from cms.editorial.visibility import register_rules
        from cms.editorial.workflow import files
        from cms.editorial.workflow.founding import keep_workflow
        from cms.publication import clearance, founding

        acts.register(ACTS)
        register_rules()
        desk_urls.describe()
        findings.register_all()
        emergency_report.describe()
        founding.register(keep_workflow)
        gate.register_approvals(may_go_live)
        clearance.register(before_publishing)
        revisions.register(is_referred_to)
        files.hold()
        events.register_all()
        registering.register_all()
        periodic_jobs.register("schedule", run_schedule, every=10, urgent=True)
        watching.register_jobs()

    def _listen(self) -> None:
        from django.db.models.signals import post_save
        from wagtail.models import PageLogEntry
        from wagtail.signals import page_unpublished, post_page_move, workflow_cancelled

        from cms.core.models import page_has_moved, page_revised
        from cms.core.workflow_end import workflow_through
        from cms.editorial.at_once.emergency import revoke_unconfirmed
        from cms.editorial.schedule_log import note_unscheduled
        from cms.editorial.workflow.editing import follow_page, reopen_reviews
        from cms.editorial.workflow.ending import note_cancelled, publish_approved
        from cms.editorial.workflow.files import ask_anew
        from cms.editorial.workflow.moving import end_reviews_of_moved
        from cms.publication.approved_files import file_revised

        workflow_through.connect(publish_approved)
        workflow_cancelled.connect(note_cancelled)
        page_unpublished.connect(revoke_unconfirmed)
        post_page_move.connect(end_reviews_of_moved)
        page_revised.connect(reopen_reviews)
        page_has_moved.connect(follow_page)
        file_revised.connect(ask_anew)
        post_save.connect(note_unscheduled, sender=PageLogEntry)
