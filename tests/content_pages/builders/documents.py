"""What tests read of published copies."""

from typing import Any

import orjson
from wagtail.models import Page

from cms.publication.models import PublishedBody, PublishedDocument


def detail_of(page: Page) -> dict[str, Any]:
    body = PublishedBody.objects.get(document__page_id=page.pk)
    document: dict[str, Any] = orjson.loads(bytes(body.detail))
    return document


def card_of(page: Page) -> dict[str, Any]:
    card: dict[str, Any] = orjson.loads(
        bytes(PublishedBody.objects.get(document__page_id=page.pk).card)
    )
    return card


def facts_of(page: Page) -> dict[str, Any]:
    facts: dict[str, Any] = PublishedDocument.objects.get(page_id=page.pk).facts
    return facts


def is_public(page: Page) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()
