"""Who sees a translation on its way: those who work on what is translated."""

from typing import Any

from taggit.models import Tag
from wagtail_localize.models import (
    OverridableSegment,
    StringSegment,
    Translation,
    TranslationSource,
)

from cms.core.admin_addresses import name_arguments
from cms.core.visibility import Rule, Scope, follow, register


def source_page(source: TranslationSource) -> Any:
    return source.get_source_instance()


def register_rules() -> None:
    follow(TranslationSource, source_page)
    follow(Translation, lambda translation: source_page(translation.source))
    for segment in (StringSegment, OverridableSegment):
        follow(segment, lambda one: source_page(one.source))
    # Nobody's own: themes are named by those who see everything.
    register(Tag, Rule())
    name_arguments("themes", pk=("taggit.Tag", Scope.MINE))
    for screens in ("wagtail_localize", "override_in_translation", "update_page_translations"):
        name_arguments(
            screens,
            translation_id=("wagtail_localize.Translation", Scope.MINE),
            translation_source_id=("wagtail_localize.TranslationSource", Scope.MINE),
            string_segment_id=("wagtail_localize.StringSegment", Scope.MINE),
            overridable_segment_id=("wagtail_localize.OverridableSegment", Scope.MINE),
        )
