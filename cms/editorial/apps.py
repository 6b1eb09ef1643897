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
        from cms.audit import acts
        from cms.editorial import listeners, registrations

        acts.register(ACTS)
        registrations.register_all()
        listeners.connect()
