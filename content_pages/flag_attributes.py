"""What rules of the head moderators may ask of a page: its words, its codes, its links."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.html import strip_tags
from wagtail.models import Page

from cms.institutions.models import Institution
from cms.publication.pages import PublishedPage
from content_pages.models import InstitutionPage, ItemPage


def attributes_of(page: Page) -> Mapping[str, Any] | None:
    """By the names of `cms.editorial.facts.ATTRIBUTES`; None for a page of another room."""
    if not isinstance(page, PublishedPage):
        return None
    strings = list(_strings(page))
    said = {
        "title": page.title,
        "summary": getattr(page, "summary", ""),
        "text": " ".join(strip_tags(one) for one in strings),
        "hosts": sorted({host for one in strings for host in _hosts(one)}),
        "language": page.locale.language_code,
    }
    if isinstance(page, ItemPage):
        said |= _of_item(page)
    if (institution := _institution(page)) is not None:
        said |= {"institution": institution.legal_name, "trust": institution.trust_level}
    return said


def _of_item(page: ItemPage) -> dict[str, Any]:
    return {
        "format": page.format,
        "category": page.category.code if page.category else "",
        "themes": [tag.name for tag in page.themes.all()],
        "audiences": page.audiences,
        "access_mode": page.access_mode,
        "price": page.price_max if page.price_max is not None else page.price_min,
        "age_from": page.target_age_from,
        "licence": page.licence,
    }


def _institution(page: Page) -> Institution | None:
    if isinstance(page, InstitutionPage):
        return page.institution
    if isinstance(page, ItemPage):
        above = page._get_basepath(page.path, page.depth - 1)
        return Institution.objects.filter(pages__path=above).first()
    return None


def _strings(page: Page) -> Iterator[str]:
    """Every string its fields and blocks hold."""
    for name, value in page.serializable_data().items():
        if name not in {"url_path", "path", "translation_key"}:
            yield from _inside(value)


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _inside(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _inside(one)


def _hosts(said: str) -> Iterator[str]:
    """Of every web address in a text, be it plain, HTML or JSON."""
    for part in said.replace("\\", " ").replace('"', " ").replace("<", " ").split():
        if part.startswith(("http://", "https://")):
            try:
                host = urlsplit(part).hostname
            except ValueError:
                continue
            if host:
                yield host
