"""Which facts are stated beside a document, in which order and under which label."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.publication.rendering import moments, profiles, statements
from cms.publication.rendering.labels import by_its_name
from cms.publication.rendering.parts import Document, Fact, Line, Where
from cms.publication.rendering.values import label_of, name_of

Json = Any
NOTHING: tuple[Json, ...] = (None, "", [], {})
# Parts of a thing that are for machines, where it is told by its parts.
UNTOLD = frozenset({"id", "slug", "path", "kind", "key", "uid", "url", "locale", "image"})


@dataclass(frozen=True)
class Statement:
    """One fact, told by `fields` of the document; where all are empty there is none.

    What is `apart` is not needed to make up one's mind: it stands below the text, not beside it.
    """

    label: str | Promise
    fields: tuple[str, ...]
    lines: Callable[[Document, Where], Iterable[Line]]
    chips: bool = False
    apart: bool = False


def _links(*fields: str) -> Callable[[Document, Where], Iterable[Line]]:
    return lambda document, where: (
        line for field in fields for line in statements.documents(document.get(field) or ())
    )


def _text(field: str) -> Callable[[Document, Where], Iterable[Line]]:
    return lambda document, where: statements.texts(document.get(field))


FACTS: tuple[Statement, ...] = (
    Statement(_("Dates"), ("occurrences",), statements.occurrences),
    Statement(_("Dates"), ("starts_at", "ends_at", "time_zone"), statements.programme_dates),
    Statement(_("Date"), ("date",), profiles.news_date),
    Statement(_("Available"), ("on_demand", "available_until"), statements.availability),
    Statement(_("Address"), ("address", "geo"), profiles.address),
    Statement(_("Contact"), ("contact",), profiles.contact),
    Statement(_("On the web"), ("website", "channels"), profiles.on_the_web),
    Statement(_("Where"), ("attendance", "place"), statements.attendance),
    Statement(_("Access"), ("access_mode", "access"), statements.access),
    Statement(_("Duration"), ("duration_minutes",), statements.duration),
    Statement(_("For whom"), ("audiences", "groups_only"), statements.audiences, chips=True),
    Statement(_("Age"), ("target_age", "age"), statements.ages),
    Statement(_("Level"), ("level",), profiles.level),
    Statement(_("Languages"), ("languages", "no_language_needed"), statements.languages),
    Statement(_("Accessibility"), ("accessibility_details",), statements.accessibility),
    Statement(_("In the building"), ("building_accessibility",), profiles.building, chips=True),
    Statement(_("Kind"), ("guide_kind", "topic"), profiles.guide_kind, chips=True),
    Statement(_("Kind"), ("institution_kind",), profiles.institution_kind, chips=True),
    Statement(_("Region"), ("territory",), profiles.territory, chips=True),
    Statement(_("For whom"), ("roles",), profiles.roles, chips=True),
    Statement(_("Effort"), ("effort",), profiles.effort),
    Statement(_("Helps to make"), ("outputs",), profiles.outputs, chips=True),
    Statement(_("Good to know"), ("practical_notes",), _text("practical_notes")),
    Statement(
        _("Also in"), ("more_categories",), statements.more_categories, chips=True, apart=True
    ),
    Statement(_("Themes"), ("themes",), statements.themes, chips=True, apart=True),
    Statement(_("Series"), ("series",), _text("series"), apart=True),
    Statement(_("Part of"), ("programmes",), _links("programmes"), apart=True),
    Statement(_("With"), ("partners",), _links("partners"), apart=True),
    Statement(_("People"), ("people",), statements.people, apart=True),
    Statement(_("Rights"), ("rights",), statements.rights, apart=True),
    Statement(_("Legal name"), ("legal_name", "ownership"), profiles.legal, apart=True),
    Statement(_("Call for proposals"), ("proposals",), statements.proposals),
    Statement(_("To be reviewed on"), ("review_on",), profiles.review, apart=True),
)
STATED = frozenset(field for one in FACTS for field in one.fields)


def facts(document: Document, where: Where, unknown: Iterable[str]) -> list[Fact]:
    """Every fact there is something to say of, then the `unknown` fields under their own names."""
    return [*_stated(document, where), *_unstated(document, unknown)]


def _unstated(document: Document, unknown: Iterable[str]) -> Iterator[Fact]:
    for field in unknown:
        if lines := [Line(text) for text in plain_lines(document[field]) if text]:
            yield Fact(by_its_name(field), lines, apart=True)


def _stated(document: Document, where: Where) -> Iterator[Fact]:
    for one in FACTS:
        if all(document.get(field) in NOTHING for field in one.fields):
            continue
        if lines := [line for line in one.lines(document, where) if line.text or line.link]:
            yield Fact(str(one.label), lines, one.chips, one.apart)


def plain_lines(value: Json) -> list[str]:
    """Any value as lines of plain text: what nobody thought of is still shown."""
    if isinstance(value, list):
        return [line for one in value for line in plain_lines(one)]
    if isinstance(value, dict):
        if name := name_of(value):
            return [name]
        parts = [
            f"{by_its_name(field)}: {', '.join(plain_lines(one))}"
            for field, one in value.items()
            if field not in UNTOLD and one not in NOTHING
        ]
        return [" · ".join(parts)] if parts else []
    if isinstance(value, bool):
        return [gettext("yes") if value else gettext("no")]
    return [] if value in NOTHING else [plain_text(value)]


def plain_text(value: Json) -> str:
    """One value: a moment as a date, anything else as it is."""
    if at := moments.moment_of(value):
        return moments.moment(at)
    if on := moments.date_of(value):
        return moments.day(on)
    return label_of("", value)
