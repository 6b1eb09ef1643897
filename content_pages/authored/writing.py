"""An authored item put on a page in memory: only what differs is touched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from taggit.models import Tag
from wagtail.models import Page

from cms.publication.authored import item as shapes
from cms.publication.authored.item import AuthoredItem, Showing, Text, Tie
from cms.publication.authored.port import Author
from content_pages.authored import reading, streams
from content_pages.authored.reading import FACTS, PLAIN_FACTS, PLAIN_TEXTS, STREAMS, TIES, dumped
from content_pages.authored.seen import Seen
from content_pages.models import (
    AccessibilityFeature,
    CategoryPage,
    Contribution,
    Occurrence,
    RightsWindow,
)
from content_pages.rows import rows

Json = Any
# Names of what is written: `format`, `texts.fr.summary`; None: all of it.
Chosen = frozenset[str] | None


@dataclass
class Writer:
    """Writes one item onto its pages; what cannot be written is gathered in `faults`."""

    author: Author
    key: UUID
    item: AuthoredItem
    chosen: Chosen = None
    faults: dict[str, list[ValidationError]] = field(default_factory=dict)
    # What the item's ties lead to, by field, and those that lead nowhere yet.
    ties: dict[str, list[UUID]] = field(default_factory=lambda: {one: [] for one in TIES})
    waiting: dict[str, list[Tie]] = field(default_factory=lambda: {one: [] for one in TIES})

    def fault(self, loc: str, message: str, code: str) -> None:
        known = self.faults.setdefault(loc, [])
        if not any(one.code == code for one in known):
            known.append(ValidationError(message, code=code))

    def wants(self, name: str) -> bool:
        return self.chosen is None or name in self.chosen

    def write(self, page: Any, locale: str) -> bool:
        """Whether the page differs from what it was; faults are gathered, and it is then void."""
        text = self.item.texts.get(locale)
        changed = self._write_facts(page)
        return bool(text and self._write_text(page, locale, text)) or changed

    def _write_facts(self, page: Any) -> bool:
        before = dumped(_facts_of(page))
        wanted = self._settled(page)
        after = dumped(wanted)
        changed = False
        for name, put in PUT.items():
            if self.wants(name) and after[name] != before[name]:
                put(self, page, getattr(wanted, name))
                changed = True
        return changed

    def _settled(self, page: Any) -> AuthoredItem:
        """The item in the one form in which facts are compared."""
        given = self.item
        return given.model_copy(
            update={
                "more_categories": sorted(set(given.more_categories)),
                "themes": _theme_names(given.themes),
                "occurrences": self._with_uids(page, given.occurrences),
            }
        )

    def _with_uids(self, page: Any, showings: list[Showing]) -> list[Showing]:
        """A showing without a uid is the one that starts then, or always the same new one."""
        taken = [one.uid for one in showings if one.uid]
        if len(set(taken)) < len(taken):
            self.fault("occurrences", "Two occurrences have one uid.", "repeated")
        known = {row.starts_at: row.uid for row in rows(page, "occurrences")}
        found = []
        for showing in showings:
            uid = showing.uid or known.get(showing.starts_at)
            number = 0
            while uid is None or (showing.uid is None and uid in taken):
                uid = uuid5(self.key, f"{showing.starts_at.isoformat()}#{number}")
                number += 1
            taken.append(uid)
            found.append(showing.model_copy(update={"uid": uid}))
        return found

    # Texts

    def _write_text(self, page: Any, locale: str, given: Text) -> bool:
        before, loc = reading.text_of(page), f"texts.{locale}"
        changed = False
        for name in PLAIN_TEXTS:
            value = getattr(given, name)
            if self.wants(f"{loc}.{name}") and value != getattr(before, name):
                setattr(page, name, value)
                changed = True
        if given.slug and given.slug != page.slug and self.wants(f"{loc}.slug"):
            self._put_slug(page, given.slug, loc)
            changed = True
        for name in STREAMS:
            if self.wants(f"{loc}.{name}"):
                changed |= self._write_stream(page, loc, name, given, before)
        return changed

    def _put_slug(self, page: Any, slug: str, loc: str) -> None:
        parent = page.get_parent() if page.path else page._cached_parent_obj
        if Page.objects.child_of(parent).filter(slug=slug).exclude(pk=page.pk).exists():
            self.fault(f"{loc}.slug", "Another item of the institution has this slug.", "taken")
        page.slug = slug

    def _write_stream(self, page: Any, loc: str, name: str, given: Text, before: Text) -> bool:
        sent = [one.model_dump(mode="json") for one in getattr(given, name)]
        former = getattr(before, name)
        blocks = streams.named(self.key, name, streams.normal(name, sent), former)
        if blocks == former:
            return False
        seen = Seen(
            self.author, before=[(kind, key) for _n, kind, key in streams.points_at(former)]
        )
        for number, kind, key in seen.unknown(streams.points_at(blocks)):
            self.fault(f"{loc}.{name}.{number}", f"There is no {kind} {key} of yours.", "unknown")
        setattr(page, name, streams.raw(blocks))
        return True

    # Facts that lead elsewhere

    def category(self, page: Any, loc: str, code: str) -> Any:
        """The category in the page's language, else in another; None, and a fault, without any."""
        known = CategoryPage.objects.filter(code=code, alias_of__isnull=True, live=True)
        found = known.filter(locale_id=page.locale_id).first() or known.order_by("pk").first()
        if found is None:
            self.fault(loc, f"There is no category {code!r:.80}.", "unknown_code")
        return found


def _facts_of(page: Any) -> AuthoredItem:
    facts = {name: read(page) for name, read in FACTS.items()}
    return AuthoredItem.model_construct(**facts, texts={})


def _put_category(writer: Writer, page: Any, code: str) -> None:
    page.category = writer.category(page, "category", code) if code else None


def _put_more_categories(writer: Writer, page: Any, codes: list[str]) -> None:
    found = [writer.category(page, "more_categories", code) for code in codes]
    page.more_categories = [one for one in found if one]


def _put_themes(writer: Writer, page: Any, names: list[str]) -> None:
    page.themes.set([_tag(name) for name in names], clear=True)


def _put_image(writer: Writer, page: Any, key: int | None) -> None:
    if key is not None and list(Seen(writer.author).unknown([(0, "image", key)])):
        writer.fault("image", f"There is no image {key} of yours.", "unknown")
        return
    page.image_id = key


def _put_access(writer: Writer, page: Any, access: shapes.Access) -> None:
    price = access.price or shapes.PriceRange()
    page.access_mode, page.access_url = access.mode, access.url
    page.price_min, page.price_max, page.currency = price.min, price.max, price.currency


def _put_on_demand(writer: Writer, page: Any, span: shapes.Span) -> None:
    page.on_demand_from, page.on_demand_until = span.start, span.until


def _put_occurrences(writer: Writer, page: Any, showings: list[Showing]) -> None:
    known = {row.uid: row for row in page.occurrences.all()}
    page.occurrences = [
        _filled(known.get(one.uid) or Occurrence(uid=one.uid), number, one)
        for number, one in enumerate(showings)
    ]


def _put_age(writer: Writer, page: Any, age: shapes.AgeRating | None) -> None:
    page.age_scheme, page.age_rating = (age.scheme, age.rating) if age else ("none", "")


def _put_target_age(writer: Writer, page: Any, span: shapes.AgeSpan) -> None:
    page.target_age_from, page.target_age_to = span.start, span.to


def _put_accessibility(writer: Writer, page: Any, given: shapes.Accessibility) -> None:
    known = {row.feature: row for row in page.accessibility_features.all()}
    page.accessibility_features = [
        _filled(known.get(one.feature) or AccessibilityFeature(), number, one)
        for number, one in enumerate(given.features)
    ]
    page.hazards, page.accessibility_contact = given.hazards, given.contact


def _put_languages(writer: Writer, page: Any, given: shapes.Languages) -> None:
    page.spoken_languages, page.subtitle_languages = given.spoken, given.subtitles
    page.sign_languages, page.no_language_needed = given.sign, given.none_needed


def _put_rights(writer: Writer, page: Any, given: shapes.Rights) -> None:
    page.rights_holder, page.licence = given.holder, given.licence
    page.embed_allowed, page.download_allowed = given.embed_allowed, given.download_allowed
    page.rights_windows = _in_place(page, "rights_windows", RightsWindow, given.windows)


def _put_people(writer: Writer, page: Any, people: list[shapes.Contributor]) -> None:
    page.contributions = _in_place(page, "contributions", Contribution, people)


def _put_plain(name: str) -> Callable[[Writer, Any, Json], None]:
    return lambda writer, page, value: setattr(page, name, value)


PUT: Mapping[str, Callable[[Writer, Any, Any], None]] = {
    "category": _put_category,
    "more_categories": _put_more_categories,
    **{name: _put_plain(name) for name in PLAIN_FACTS},
    "themes": _put_themes,
    "image": _put_image,
    "access": _put_access,
    "on_demand": _put_on_demand,
    "occurrences": _put_occurrences,
    "age": _put_age,
    "target_age": _put_target_age,
    "accessibility": _put_accessibility,
    "languages": _put_languages,
    "rights": _put_rights,
    "people": _put_people,
}


def _in_place(page: Any, relation: str, model: Any, given: list[Any]) -> list[Any]:
    """Rows that have no name of their own: each stays in its place, with other contents."""
    kept = rows(page, relation)
    return [
        _filled(kept[number] if number < len(kept) else model(), number, one)
        for number, one in enumerate(given)
    ]


def _filled(row: Any, number: int, given: Any) -> Any:
    for name in type(given).model_fields:
        setattr(row, name, getattr(given, name))
    row.sort_order = number
    return row


def _theme_names(names: list[str]) -> list[str]:
    """As tags are called that exist, each once. SQLite knows the case of ASCII letters only."""
    if not names:
        return []
    exact = set(Tag.objects.filter(name__in=names).values_list("name", flat=True))
    if others := [name for name in names if name not in exact]:
        known = Tag.objects.order_by("-pk").values_list("name", flat=True)
        by_case = {name.casefold(): name for name in known}
        names = [*exact, *(by_case.get(name.casefold(), name) for name in others)]
    return sorted({name.casefold(): name for name in names}.values(), key=str.casefold)


def _tag(name: str) -> Tag:
    return Tag.objects.get_or_create(name=name)[0]
