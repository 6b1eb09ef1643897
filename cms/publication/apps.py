from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "cms.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from cms.audit import acts
        from cms.core import periodic_jobs
        from cms.media import showing
        from cms.publication import checks  # noqa: F401
        from cms.publication.copies.due import project_due
        from cms.publication.copies.projector import project_stale
        from cms.publication.copies.stale import documents_showing
        from cms.publication.log.compaction import compact_log, prune_preview_tokens
        from cms.publication.punctuality import prune_kept_moments
        from cms.publication.reconciliation import copies, log, trees
        from cms.publication.reconciliation.reconcile import inspection
        from cms.publication.references import held_among
        from cms.publication.signals import connect
        from cms.publication.visibility import register_rules

        acts.register(
            {
                "founded": _("founded with the site"),
                "alias_converted": _("made a page of its own"),
                "reference_removed": _("without what was deleted"),
            }
        )
        register_rules()
        connect()
        inspection(trees.trees)
        # The numbers first: what is mended afterwards is noted under new ones.
        inspection(log.numbers)
        inspection(copies.pages_and_copies)
        inspection(log.last_words)
        showing.register(documents_showing)
        showing.register_holding(held_among)
        periodic_jobs.register("stale pages", project_stale, every=1)
        periodic_jobs.register("due pages", project_due, every=5, urgent=True)
        periodic_jobs.register("old changes", compact_log, every=600)
        periodic_jobs.register("old preview tokens", prune_preview_tokens, every=3600)
        periodic_jobs.register("old kept moments", prune_kept_moments, every=3600)
