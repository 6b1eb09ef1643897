"""What must hold before the site starts."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from cms.core import locales
from cms.publication.documents.page_types import page_type_of
from cms.publication.pages import PublishedPage


@register()
def every_page_type_has_a_builder(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    return [
        Error(
            f"{model.__name__} has no builder: its pages could never be public.",
            hint="Register it with `page_types.register` in its package's AppConfig.ready().",
            obj=model,
            id="publication.E001",
        )
        for model in apps.get_models()
        if issubclass(model, PublishedPage) and page_type_of(model) is None
    ]


@register()
def locale_chains_name_content_locales(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    known = set(locales.content_locales())
    return [
        Error(
            f"LOCALE_CHAINS names {code!r}, which is no content language.",
            hint="Add it to WAGTAIL_CONTENT_LANGUAGES or take it out of the chain.",
            id="publication.E002",
        )
        for locale, others in settings.LOCALE_CHAINS.items()
        for code in (locale, *others)
        if code not in known
    ]
