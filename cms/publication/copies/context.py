"""What builders may ask while they build: other documents, images, absolute addresses."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.utils import translation
from django.utils.html import escape
from wagtail.images.views.serve import generate_image_url
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from cms.core import locales
from cms.core.rich_text import NUMBER
from cms.media.access import draft_address
from cms.media.models import Document
from cms.publication.models import PublishedBody

# What a card says only in a list: it changes with each republication, what others show does not.
OF_THE_ANSWER = frozenset({"updated_at"})
WIDTHS = (400, 800, 1200, 1600)
# Around the focal point, for lists; in pixels both ways.
SQUARE = 600
WEBP = "format-webp"
# What running text names: links to pages and documents, pictures.
NAMING_TAG = re.compile(r'<(?:a|embed)\b[^>]*\s(?:link|embed)type="(page|document|image)"[^>]*>')
NAMED = re.compile(rf'\sid="({NUMBER.pattern})"')
RELATIVE = re.compile(r'((?:href|src)=")(/[^"]*)')


class PublishedCopies:
    """Refs and cards of public documents, read once per projection and dropped when rewritten."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, tuple[bytes, bytes]]] = {}

    def forget(self, key: UUID | str) -> None:
        self._rows.pop(str(key), None)

    def forget_all(self) -> None:
        """What was read may have been rolled back."""
        self._rows.clear()

    def find(self, key: UUID | str, locale: str) -> tuple[bytes, bytes] | None:
        """(ref, card) of `key` in the first locale of the chain it is public in."""
        self.read([key])
        rows = self._rows[str(key)]
        return next((rows[code] for code in locales.chain(locale) if code in rows), None)

    def read(self, keys: Iterable[UUID | str]) -> None:
        """Make sure these are known, with one query for all that are not."""
        missing = {str(key) for key in keys} - self._rows.keys()
        if not missing:
            return
        self._rows.update({key: {} for key in missing})
        for key, code, ref, card in PublishedBody.objects.filter(
            document__key__in=missing
        ).values_list("document__key", "document__locale", "ref", "card"):
            self._rows[str(key)][code] = (bytes(ref), bytes(card))


class BuildContext:
    """Answers a builder's questions and remembers what it asked: the document's dependencies."""

    def __init__(
        self,
        *,
        locale: str,
        now: datetime,
        copies: PublishedCopies,
        frontend_root: str,
        restricted_collections: Collection[int] = (),
        draft: bool = False,
    ) -> None:
        """Images of `restricted_collections` are not shown; a `draft` opens its files."""
        self.locale = locale
        self.now = now
        self.frontend_root = frontend_root
        self.restricted_collections = restricted_collections
        self.draft = draft
        self.dependencies: set[str] = set()
        self._copies = copies

    def ref(self, key: UUID | str | None) -> Any:
        return self._ask("ref", key, 0)

    def card(self, key: UUID | str | None) -> Any:
        card = self._ask("card", key, 1)
        return card and {name: value for name, value in card.items() if name not in OF_THE_ANSWER}

    def expect(self, keys: Iterable[UUID | str | None]) -> None:
        """These will be asked for: read them all at once."""
        self._copies.read(key for key in keys if key is not None)

    def _ask(self, face: str, key: UUID | str | None, column: int) -> Any:
        if key is None:
            return None
        self.dependencies.add(f"{face}:{key}")
        found = self._copies.find(key, self.locale)
        return orjson.loads(found[column]) if found else None

    def depends(self, on: str) -> None:
        """The document shows something of `on`, a record that is no document."""
        self.dependencies.add(on)

    def image(self, image: Any, alt: str = "") -> Any:
        if image is None:
            return None
        self.depends(image.reference)
        if image.collection_id in self.restricted_collections:
            return None
        widths = _offered_widths(image.width)
        side = min(SQUARE, image.width, image.height)
        return {
            "alt": alt or image.description,
            "credit": image.credit,
            "licence": image.licence or None,
            "width": image.width,
            "height": image.height,
            "src": self._picture(image, f"width-{min(image.width, WIDTHS[-1])}"),
            "srcset": [
                {"width": width, "src": self._picture(image, f"width-{width}")} for width in widths
            ],
            "webp": [
                {"width": width, "src": self._picture(image, f"width-{width}|{WEBP}")}
                for width in widths
            ],
            "square": {
                "width": side,
                "src": self._picture(image, f"fill-{side}x{side}"),
                "webp": self._picture(image, f"fill-{side}x{side}|{WEBP}"),
            },
        }

    def _picture(self, image: Any, spec: str) -> str:
        """A signed address; the picture is made when it is first asked for."""
        return self.absolute(generate_image_url(image, spec))

    def document(self, document: Any) -> Any:
        """`{"title", "url", "size", "type", "credit", "licence"}`: size in bytes; or None."""
        if document is None:
            return None
        self.depends(document.reference)
        address = draft_address(document) if self.draft else document.url
        return {
            "title": document.title,
            "url": self.absolute(address),
            "size": document.file_size,
            "type": document.content_type,
            "credit": document.credit,
            "licence": document.licence or None,
        }

    def absolute(self, address: str) -> str:
        """A page's address is the frontend's, a file's is ours; others are left as they are."""
        if not address.startswith("/"):
            return address
        first = address[1:].partition("/")[0]
        is_page = first in locales.content_locales()
        return (self.frontend_root if is_page else settings.PUBLIC_BASE_URL) + address

    def rich_text(self, source: str) -> str:
        named: dict[str, set[str]] = defaultdict(set)
        for tag in NAMING_TAG.finditer(source):
            named[tag[1]].update(NAMED.findall(tag[0]))
        self._link(named["page"])
        for kind in ("document", "image"):
            self.dependencies.update(f"{kind}:{pk}" for pk in named[kind])
        # Wagtail links to a page's translation into the active language: here, the document's.
        with translation.override(self.locale):
            html = expand_db_html(source)
            if self.draft:
                html = _opened(html, named["document"])
        return RELATIVE.sub(lambda found: found[1] + self.absolute(found[2]), html)

    def _link(self, page_ids: Collection[str]) -> None:
        """A link to a page follows it when its address changes."""
        if page_ids:
            keys = Page.objects.filter(pk__in=page_ids).values_list("translation_key", flat=True)
            self.dependencies.update(f"ref:{key}" for key in keys)


def _opened(html: str, document_ids: Collection[str]) -> str:
    """Documents of a draft are linked by addresses that open for a while."""
    for document in Document.objects.filter(pk__in=document_ids):
        plain, opening = escape(document.url), escape(draft_address(document))
        html = html.replace(f'href="{plain}"', f'href="{opening}"')
    return html


def _offered_widths(width: int) -> Iterable[int]:
    return [offered for offered in WIDTHS if offered <= width] or [width]
