"""All other items: a template's rows again, under another key, name, place and time.

A reprint differs from its template by its token (in slug, path and title), its key and its moment,
in its pages and in the bytes of its copies alike. `proof` asks the real builders whether the bytes
are what they would have written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from wagtail.models import Page

from benchmarks.seed import clearing, rows
from benchmarks.seed.plan import Plan, item_key, published_at, token
from benchmarks.seed.rows import Row, Rows
from benchmarks.seed.words import LOCALES
from cms.core import clock
from cms.publication.copies.building import Building, _digest
from cms.publication.digest import digest_of, spelled_out
from cms.publication.models import ChangeNumber
from content_pages.models import ItemPage

CHUNK = 1_000
# Templates are laid before any reprint.
TEMPLATES = "(SELECT page_ptr_id FROM content_pages_itempage ORDER BY page_ptr_id LIMIT {})"
# What belongs to a page by one column and does not name the item: copied as it stands.
OF_PAGE = (
    ("content_pages_itempage", "page_ptr_id"),
    ("content_pages_itemtheme", "content_object_id"),
    ("content_pages_occurrence", "page_id"),
    ("content_pages_accessibilityfeature", "page_id"),
    ("content_pages_contribution", "page_id"),
    ("publication_duepage", "page_id"),
)


class Names:
    """How a template's rows and bytes become those of item `number`."""

    def __init__(self, was: int, number: int) -> None:
        self.was, self.number = was, number
        self.moment = _stored(published_at(number))
        self.key = _stored_key(number)
        self._words = tuple(zip(_words(was), _words(number), strict=True))
        self._bytes = tuple((one.encode(), other.encode()) for one, other in self._words)

    def text(self, value: str) -> str:
        """With the item's token and key."""
        (token_was, token_now), (key_was, key_now), _ = self._words
        return value.replace(token_was, token_now).replace(key_was, key_now)

    def bytes(self, value: bytes) -> bytes:
        """With its moment as well."""
        for was, now in self._bytes:
            value = value.replace(was, now)
        return value


def _words(number: int) -> tuple[str, str, str]:
    """What names an item in a document: its token, its key, its moment."""
    told = published_at(number).strftime("%Y-%m-%dT%H:%M:%SZ")
    return token(number), str(item_key(number)), told


class Press:
    """The templates' rows, by page, ready to be set again."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        pages = TEMPLATES.format(plan.templates * len(LOCALES))
        documents = f"(SELECT id FROM publication_publisheddocument WHERE page_id IN {pages})"
        # Generic relations name their object as text.
        objects = pages.replace("SELECT page_ptr_id", "SELECT CAST(page_ptr_id AS varchar(20))")
        self.pages = rows.read("wagtailcore_page", f"id IN {pages}")
        self.of_page = {table: _read(table, column, pages) for table, column in OF_PAGE}
        self.documents = rows.read("publication_publisheddocument", f"page_id IN {pages}")
        self.bodies = rows.read("publication_publishedbody", f"document_id IN {documents}")
        self.dependencies = _read("publication_dependency", "document_id", documents)
        self.entries = _read("wagtailsearch_indexentry", "object_id", objects)
        self.references = _read("wagtailcore_referenceindex", "object_id", objects)
        self._by_number = self._templates()
        templates = ItemPage.objects.order_by("pk")[: plan.templates * len(LOCALES)]
        self._spelled = {page.pk: spelled_out(page) for page in templates}
        self._decision = _stored_uuid(clearing.decide())
        self._next_page = rows.highest("wagtailcore_page") + 1
        self._next_document = rows.highest("publication_publisheddocument") + 1
        self._version = ChangeNumber.objects.get(pk=1).value
        self._children: dict[str, int] = dict(
            Page.objects.filter(numchild__gt=0).values_list("path", "numchild")
        )
        self._facts = self._facts_order()
        self.ready: dict[str, list[Row]] = defaultdict(list)

    def _templates(self) -> dict[int, list[tuple[Row, Row, Row]]]:
        """(page, document, body) of every locale, by item number."""
        slug, page_id = self.pages.place("slug"), self.documents.place("page_id")
        documents = {row[page_id]: row for row in self.documents.rows}
        bodies = {row[self.bodies.place("document_id")]: row for row in self.bodies.rows}
        found: dict[int, list[tuple[Row, Row, Row]]] = defaultdict(list)
        id_ = self.documents.place("id")
        for page in self.pages.rows:
            document = documents[page[self.pages.place("id")]]
            number = int(page[slug][-6:])
            found[number].append((page, document, bodies[document[id_]]))
        return found

    def _facts_order(self) -> list[str]:
        """The order in which the builder tells an item's facts: its ETag is made of it."""
        building = Building(clock.now())
        pages = building.load(ItemPage.objects.values_list("pk", flat=True)[:1])
        return [name for page in pages.values() for name in building.copy(page).facts]

    def set(self, number: int) -> None:
        """Put item `number` in every locale among the rows that are ready."""
        names = Names(number % self.plan.templates, number)
        for page, document, body in self._by_number[names.was]:
            page_id, document_id = self._next_page, self._next_document
            self._next_page, self._next_document = page_id + 1, document_id + 1
            self._set_page(names, page, page_id)
            self._set_document(names, document, body, page_id, document_id)

    def _set_page(self, names: Names, page: Row, page_id: int) -> None:
        old = dict(zip(self.pages.columns, page, strict=True))
        above = old["path"][: -Page.steplen]
        self._children[above] += 1
        moment = names.moment
        new = old | {
            "id": page_id,
            "path": Page._get_path(above, old["depth"], self._children[above]),
            "translation_key": names.key,
            "first_published_at": moment,
            "last_published_at": moment,
            "latest_revision_created_at": moment,
            **{
                name: names.text(old[name]) for name in ("title", "draft_title", "slug", "url_path")
            },
        }
        self.ready["wagtailcore_page"].append(tuple(new.values()))
        digest = digest_of(names.text(self._spelled[old["id"]]))
        self.ready["publication_clearance"].append(
            clearing.row(page_id, digest, self._decision, moment)
        )
        for table, column in OF_PAGE:
            self._again(self.of_page[table], old["id"], column, page_id)
        self._again(self.entries, str(old["id"]), "object_id", str(page_id))
        self._again(self.references, str(old["id"]), "object_id", str(page_id))

    def _again(self, among: "Grouped", owner: Any, column: str, new_owner: Any) -> None:
        at = among.source.place(column)
        self.ready[among.source.table] += [
            (*row[:at], new_owner, *row[at + 1 :]) for row in among.rows.get(owner, ())
        ]

    def _set_document(
        self, names: Names, document: Row, body: Row, page_id: int, document_id: int
    ) -> None:
        old = dict(zip(self.documents.columns, document, strict=True))
        faces = dict(zip(self.bodies.columns, body, strict=True))
        made = {face: names.bytes(bytes(faces[face])) for face in ("detail", "card", "ref")}
        told = orjson.loads(old["facts"])
        facts = orjson.dumps({name: told[name] for name in self._facts})
        self._version += 1
        moment = names.moment
        new = old | {
            "id": document_id,
            "page_id": page_id,
            "key": names.key,
            "etag": _digest(made["detail"] + made["card"] + made["ref"] + facts),
            "ref_hash": _digest(made["ref"]),
            "card_hash": _digest(made["card"]),
            "surrogate_keys": names.text(old["surrogate_keys"]),
            "version": self._version,
            "published_at": moment,
            "updated_at": moment,
            **{name: names.text(old[name]) for name in ("slug", "path", "title")},
        }
        self.ready["publication_publisheddocument"].append(tuple(new.values()))
        self.ready["publication_publishedbody"].append(
            tuple((faces | made | {"document_id": document_id}).values())
        )
        self._again(self.dependencies, old["id"], "document_id", document_id)
        self.ready["publication_change"].append(
            (self._version, "upsert", old["kind"], names.key, old["locale"], moment)
        )

    def print(self) -> None:
        """Write what is ready, and forget it."""
        columns = {
            "wagtailcore_page": self.pages.columns,
            **{table: self.of_page[table].source.columns for table, _ in OF_PAGE},
            "publication_clearance": clearing.COLUMNS,
            "publication_publisheddocument": self.documents.columns,
            "publication_publishedbody": self.bodies.columns,
            "publication_dependency": self.dependencies.source.columns,
            "publication_change": ("seq", "op", "kind", "key", "locale", "at"),
            "wagtailsearch_indexentry": self.entries.source.columns,
            "wagtailcore_referenceindex": self.references.source.columns,
        }
        for table, names in columns.items():
            if ready := self.ready.pop(table, None):
                rows.write(table, names, ready)

    def finish(self) -> None:
        """What counts rows that came without it."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE wagtailcore_page SET numchild = %s WHERE path = %s",
                [(children, path) for path, children in self._children.items()],
            )
        ChangeNumber.objects.filter(pk=1).update(value=self._version)
        for table in ("wagtailcore_page", "publication_publisheddocument"):
            rows.catch_up(table)


@dataclass
class Grouped:
    source: Rows
    rows: dict[Any, list[Row]]


def _read(table: str, column: str, owners: str) -> Grouped:
    """The rows of `table` by the `column` that says whose they are."""
    source = rows.read(table, f"{column} IN {owners}", without=("id",))
    at = source.place(column)
    grouped: dict[Any, list[Row]] = defaultdict(list)
    for row in source.rows:
        grouped[row[at]].append(row)
    return Grouped(source, dict(grouped))


def reprint(plan: Plan, upto: int) -> Iterator[int]:
    """Fill the catalogue up to `upto` items; tells how many there are after each chunk."""
    begun = ItemPage.objects.count() // len(LOCALES)
    press = Press(plan)
    for numbers in _chunks(range(begun, upto)):
        for number in numbers:
            press.set(number)
        press.print()
        yield numbers[-1] + 1
    press.finish()


def _chunks(numbers: range) -> Iterable[range]:
    return [numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK)]


def _stored(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment.astimezone(UTC))


def _stored_key(number: int) -> Any:
    return _stored_uuid(item_key(number))


def _stored_uuid(key: UUID) -> Any:
    return key if connection.features.has_native_uuid_field else key.hex
