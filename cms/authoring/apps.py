from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuthoringConfig(AppConfig):
    name = "cms.authoring"
    label = "authoring"
    verbose_name = _("Authoring")

    def ready(self) -> None:
        from cms.authoring.abandoned import bury_the_dead
        from cms.authoring.institution_tokens import hand_sources_over
        from cms.authoring.notices import IMPORT_SUBMITTED
        from cms.authoring.pruning import prune_import_runs, prune_imports
        from cms.authoring.rest.arrivals import tie_arrived
        from cms.authoring.rest.description import AUTHORING
        from cms.authoring.rest.idempotency import prune_requests
        from cms.authoring.visibility import register_rules
        from cms.core import periodic_jobs, written_api
        from cms.core.admin_addresses import name_arguments
        from cms.core.visibility import Scope
        from cms.institutions.closing.handing_over import content_handed_over
        from cms.notifications import events

        register_rules()
        events.register(IMPORT_SUBMITTED)
        written_api.register(AUTHORING)
        content_handed_over.connect(hand_sources_over)
        name_arguments("institution_tokens", pk=("institutions.Institution", Scope.MINE))
        periodic_jobs.register("dead imports", bury_the_dead, every=60)
        periodic_jobs.register("old import files", prune_imports, every=3600)
        periodic_jobs.register("old imports", prune_import_runs, every=3600)
        periodic_jobs.register("ties that waited", tie_arrived, every=30)
        periodic_jobs.register("answers kept for a day", prune_requests, every=3600)
