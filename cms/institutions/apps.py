from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    name = "cms.institutions"
    label = "institutions"
    verbose_name = _("Institutions")

    def ready(self) -> None:
        from cms.audit import acts
        from cms.core import periodic_jobs, written_api
        from cms.institutions import inspections  # noqa: F401
        from cms.institutions.closing.carrying_out import carry_on
        from cms.institutions.closing.letters import EVENTS as CLOSING
        from cms.institutions.decisions import ACTS
        from cms.institutions.members.letters import EVENTS as MEMBERS
        from cms.institutions.onboarding.description import APPLICATIONS
        from cms.institutions.onboarding.letters import EVENTS as ONBOARDING
        from cms.institutions.onboarding.pruning import prune_applications
        from cms.institutions.signals import connect
        from cms.institutions.visibility import name_derived, register_rules
        from cms.notifications import events

        connect()
        register_rules()
        name_derived()
        acts.register(ACTS)
        written_api.register(APPLICATIONS)
        for event in (*ONBOARDING, *MEMBERS, *CLOSING):
            events.register(event)
        periodic_jobs.register("content of closed institutions", carry_on, every=2)
        periodic_jobs.register("unconfirmed applications", prune_applications, every=3600)
