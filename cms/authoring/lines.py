"""From one line of a file to the item it describes: pure, nothing is looked up or written."""

import hashlib
import re
from collections.abc import Callable
from collections.abc import Mapping as Cells
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from cms.authoring.mapping import Clues, Mapping
from cms.authoring.report import Note
from cms.authoring.source_file import Row
from cms.authoring.wording import cut, fold, one_line, paragraphs
from cms.core.codes import code_list
from cms.institutions.names import NameAndTown
from cms.publication.page_writer import ItemDraft, MediaDraft

TITLE_LENGTH, SUMMARY_LENGTH, URL_LENGTH, NOTE_LENGTH, THEME_LENGTH = 140, 200, 1000, 255, 100
ID_LENGTH = 120
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S")
_valid_url = URLValidator(schemes=["http", "https"])


@dataclass
class Reading:
    """A line as understood: an item and its institution, or the errors that keep it out."""

    external_id: str
    institution: NameAndTown | None = None
    draft: ItemDraft | None = None
    errors: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    def refuse(self, name: str, reason: str, code: str) -> None:
        self.errors.append(Note(name, reason, code))

    def warn(self, name: str, reason: str, code: str) -> None:
        self.warnings.append(Note(name, reason, code))

    def digest(self) -> str:
        """Of everything the line says about its item: what tells a changed line from the same."""
        assert self.draft is not None
        assert self.institution is not None
        content = {"item": asdict(self.draft), "institution": asdict(self.institution)}
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def ragged(row: Row) -> Reading:
    """A line whose cells do not fit the header."""
    reading = Reading(external_id=row.external_id)
    reading.refuse(
        "line",
        _("The line has %(width)d columns, the header %(expected)d.")
        % {"width": row.width, "expected": row.expected},
        "columns",
    )
    return reading


class LineReader:
    """Understands the lines of one source."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping

    def read(self, cells: Cells[str, str]) -> Reading:
        """What a line says; `draft` is None when `errors` says why."""
        reading = Reading(external_id=one_line(cells["id"]))
        self._identify(cells, reading)
        title = self._title(cells, reading)
        url = self._url(cells, reading)
        minutes = self._minutes(cells, reading)
        clues = self._clues(cells, title, minutes, reading)
        format_code = self._format(clues)
        summary, body = self._text(cells, format_code, reading)
        if reading.errors:
            return reading
        category, more = self._categories(clues)
        reading.draft = ItemDraft(
            source=self.mapping.source,
            external_id=reading.external_id,
            title=title,
            summary=summary,
            paragraphs=body,
            category=category,
            more_categories=more,
            format=format_code,
            themes=clues.themes,
            media=(self._medium(url, format_code),),
            access_mode=self._access(cells, reading),
            access_url=url,
            credit_line=self.mapping.credit_line,
            on_demand_until=self._until(cells, reading),
            duration_minutes=minutes,
            **self._audience(cells, clues, reading),
        )
        return reading

    def _identify(self, cells: Cells[str, str], reading: Reading) -> None:
        if not reading.external_id:
            reading.refuse("id", _("The line has no id."), "required")
        elif len(reading.external_id) > ID_LENGTH:
            reading.refuse("id", _("The id is too long."), "too_long")
        reading.institution = self.mapping.naming.identify(
            one_line(cells["institution"]), one_line(cells["town"])
        )
        if reading.institution is None:
            reading.refuse("institution", _("The line names no institution."), "required")

    def _title(self, cells: Cells[str, str], reading: Reading) -> str:
        title = one_line(cells["title"])
        if not fold(title):
            reading.refuse("title", _("The line has no title."), "required")
        elif len(title) > TITLE_LENGTH:
            reading.warn("title", _("The title was cut to 140 characters."), "shortened")
        return cut(title, TITLE_LENGTH)

    def _url(self, cells: Cells[str, str], reading: Reading) -> str:
        written = cells["url"].split()
        if not written:
            reading.refuse("url", _("The line has no address."), "required")
            return ""
        if len(written) > 1:
            reading.warn("url", _("Of several addresses the first was taken."), "several")
        url = written[0]
        if not re.match(r"^[a-zA-Z][a-zA-Z0-9+.-]*:", url):
            url = f"https://{url}"
            reading.warn("url", _("The address lacked its https://."), "repaired")
        try:
            _valid_url(url)
        except ValidationError:
            reading.refuse(
                "url", _("%(url)s is not a web address.") % {"url": cut(url, 100)}, "invalid"
            )
        if len(url) > URL_LENGTH:
            reading.refuse("url", _("The address is too long."), "too_long")
        return url

    def _clues(
        self, cells: Cells[str, str], title: str, minutes: int | None, reading: Reading
    ) -> Clues:
        types = self.mapping.types.read(cells.get("types", ""))
        if not types.known and not types.unknown:
            reading.warn("types", _("The line says no type."), "missing")
        themes = self.mapping.themes.read(cells.get("themes", ""))
        others = self.mapping.themes.read(cells.get("other_theme", ""))
        self._unknown("types", types.unknown, reading)
        self._unknown("themes", themes.unknown, reading)
        free = [*themes.unknown, *others.unknown]
        named = [cut(theme[:1].upper() + theme[1:], THEME_LENGTH) for theme in free if fold(theme)]
        return Clues(
            activity=self._one("activity", self.mapping.activities.one, cells, reading),
            audience=self._one("audience", self.mapping.audiences.one, cells, reading),
            types=types.known,
            themes=tuple(dict.fromkeys([*themes.known, *others.known, *named])),
            title=fold(title),
            minutes=minutes,
        )

    def _one(
        self,
        name: str,
        look_up: Callable[[str], str | None],
        cells: Cells[str, str],
        reading: Reading,
    ) -> str:
        """The value of a cell with one word; a word no mapping knows is a warning."""
        cell = one_line(cells.get(name, ""))
        value = look_up(cell) if cell else ""
        if value is None:
            self._unknown(name, (cell,), reading)
        return value or ""

    def _unknown(self, name: str, words: tuple[str, ...], reading: Reading) -> None:
        for word in words:
            reading.warn(
                name, _("“%(word)s” is not known here.") % {"word": cut(word, 80)}, "unknown_value"
            )

    def _format(self, clues: Clues) -> str:
        fitting = (rule.code for rule in self.mapping.format_rules if rule.fits(clues))
        return next(fitting, self.mapping.default_format)

    def _categories(self, clues: Clues) -> tuple[str, tuple[str, ...]]:
        """The category, and more that its themes name."""
        by_theme = [
            self.mapping.category_by_theme[theme]
            for theme in clues.themes
            if theme in self.mapping.category_by_theme
        ]
        fitting = (rule.code for rule in self.mapping.category_rules if rule.fits(clues))
        main = next(fitting, self.mapping.default_category)
        return main, tuple(dict.fromkeys(code for code in by_theme if code != main))

    def _text(
        self, cells: Cells[str, str], format_code: str, reading: Reading
    ) -> tuple[str, tuple[str, ...]]:
        """Summary and body; without a description, what can truly be said from the rest."""
        body = paragraphs(cells["description"])
        if any(fold(line) for line in body):
            return cut(" ".join(body), SUMMARY_LENGTH), body
        reading.warn(
            "description",
            _("The line has no description; the summary says what is known."),
            "missing_description",
        )
        summary = self.mapping.fallback_summary.format(
            format=code_list("formats").label(format_code, self.mapping.locale),
            institution=one_line(cells["institution"]),
            town=one_line(cells["town"]) or "–",
        )
        return cut(summary, SUMMARY_LENGTH), ()

    def _minutes(self, cells: Cells[str, str], reading: Reading) -> int | None:
        """The number where there is one, otherwise what the phrase stands for."""
        written = one_line(cells.get("duration_minutes", "")).removesuffix(".0")
        phrase = one_line(cells.get("duration_phrase", ""))
        if written.isascii() and written.isdigit() and 0 < int(written[:6]) < 100_000:
            return int(written[:6])
        if not written and not phrase:
            reading.warn("duration", _("The line says no duration."), "missing")
            return None
        known = self.mapping.durations.one(phrase)
        if known is None:
            self._unknown("duration", (phrase or written,), reading)
            return None
        return int(known)

    def _medium(self, url: str, format_code: str) -> MediaDraft:
        parts = urlsplit(url)
        for rule in self.mapping.media_rules:
            if rule.fits((parts.hostname or "").lower(), parts.path, format_code):
                return MediaDraft(rule.block, url)
        return MediaDraft("external_link", url)

    def _access(self, cells: Cells[str, str], reading: Reading) -> str:
        phrase = one_line(cells.get("permanence", ""))
        limited = fold(phrase) in self.mapping.limited_access
        if limited and not one_line(cells.get("available_until", "")):
            reading.warn(
                "available_until",
                _("Access is limited in time and the line does not say until when."),
                "missing",
            )
        return self._one("permanence", self.mapping.access_modes.one, cells, reading) or "free"

    def _until(self, cells: Cells[str, str], reading: Reading) -> datetime | None:
        """The end of the last day, in the site's time zone."""
        written = one_line(cells.get("available_until", ""))
        for form in DATE_FORMATS if written else ():
            try:
                day = datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            return datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(settings.TIME_ZONE))
        if written:
            self._unknown("available_until", (written,), reading)
        return None

    def _audience(self, cells: Cells[str, str], clues: Clues, reading: Reading) -> dict[str, Any]:
        """Ages, audiences, accessibility: what the item wants to be for whom."""
        levels = self.mapping.school_levels.read(cells.get("school_levels", ""))
        adaptations = self.mapping.adaptations.read(cells.get("accessibility", ""))
        self._unknown("school_levels", levels.unknown, reading)
        self._unknown("accessibility", adaptations.unknown, reading)
        ages = [self.mapping.ages[level] for level in levels.known]
        features = [self.mapping.features[name] for name in adaptations.known]
        audiences = [clues.audience, *(one.audience for one in features)]
        audiences += [audience for one in ages for audience in one.audiences]
        note = one_line(cells.get("accessibility_note", ""))
        notes = [one.note for one in features if one.note]
        notes += [note] if fold(note) not in self.mapping.note_noise else []
        return {
            "target_age_from": min((one.age_from for one in ages), default=None),
            "target_age_to": max((one.age_to for one in ages), default=None),
            "audiences": tuple(sorted({audience for audience in audiences if audience})),
            "accessibility": tuple(one.feature for one in features if one.feature),
            "accessibility_note": cut(" ".join(note for note in notes if note), NOTE_LENGTH),
            "sign_languages": tuple(one.sign_language for one in features if one.sign_language),
        }
