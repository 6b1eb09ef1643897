from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    name = "cms.publication"
    label = "publication"
    verbose_name = _("Publication")

    def ready(self) -> None:
        from cms.core import chores
        from cms.media import showing
        from cms.publication import (  # noqa: F401
            checks,
            inspections,
            log_inspections,
            tree_inspections,
        )
        from cms.publication.compaction import compact_log, prune_preview_tokens
        from cms.publication.due import project_due
        from cms.publication.projector import project_stale
        from cms.publication.reconcile import inspection
        from cms.publication.signals import connect
        from cms.publication.stale import titles_showing
        from cms.publication.visibility import register_rules

        register_rules()
        connect()
        inspection(tree_inspections.trees)
        # The numbers first: what is mended afterwards is noted under new ones.
        inspection(log_inspections.numbers)
        inspection(inspections.pages_and_copies)
        inspection(log_inspections.last_words)
        showing.register(titles_showing)
        chores.register("stale pages", project_stale, every=1)
        chores.register("due pages", project_due, every=5)
        chores.register("old changes", compact_log, every=600)
        chores.register("old preview tokens", prune_preview_tokens, every=3600)
