from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentPagesConfig(AppConfig):
    name = "content_pages"
    label = "content_pages"
    verbose_name = _("Content pages")

    def ready(self) -> None:
        from cms.core import gate
        from cms.core.models import page_publishes
        from cms.editorial import facts
        from cms.editorial.at_once import occurrences
        from cms.institutions import rights
        from cms.publication import page_writer
        from cms.publication.authored import port
        from content_pages import flag_attributes, moderation, requirements, tenants, warnings
        from content_pages.authored.drafts import ContentItemDrafts
        from content_pages.builders import register_page_types
        from content_pages.occurrences import ItemOccurrences
        from content_pages.page_writer import ContentPageWriter
        from content_pages.translations_behind import source_publishes
        from content_pages.visibility import register_rules

        register_rules()
        register_page_types()
        gate.register(requirements.objections)
        gate.register_warning(warnings.warnings_of, warnings.WORDS)
        facts.register(moderation.facts_of)
        facts.register_attributes(flag_attributes.attributes_of)
        gate.register_place(tenants.place_objections)
        rights.register_pages(tenants.pages_of)
        page_writer.register(ContentPageWriter)
        occurrences.register(ItemOccurrences())
        port.register(ContentItemDrafts())
        page_publishes.connect(source_publishes)
