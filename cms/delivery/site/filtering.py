"""The list a page is there for: thinned by the API's filters, turned by its cursor."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.catalogue.catalogue import Answer
from cms.catalogue.filters import facets_of, filters_of
from cms.delivery.site.listings import Wanted, question
from cms.delivery.site.naming import called
from cms.publication.documents.kinds import KINDS
from cms.publication.rendering.parts import CardList, Link

Json = Any
PAGE = 24
# Values of a filter that are offered, the most frequent first, above a list that is long enough.
OFFERED = 12
OFFERED_FROM = 9
# Filters a reader is offered, and what they are called.
NAMES: Mapping[str, str | Promise] = {
    "category": _("Category"),
    "format": _("Format"),
    "audience": _("For whom"),
    "accessibility": _("Accessibility"),
    "language": _("Language"),
    "institution_kind": _("Kind"),
    "territory": _("Region"),
    "guide_kind": _("Kind"),
    "topic": _("Topic"),
    "level": _("Level"),
    "role": _("For whom"),
}


@dataclass(frozen=True)
class OwnList:
    """What a page lists: documents of `kind` with `fixed` values of filters, read at `path`.

    `query` is the page's query string; what is no filter of the list is left aside.
    """

    kind: str
    locale: str
    path: str
    query: Mapping[str, list[str]]
    fixed: Mapping[str, str]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The reader's filters, no value twice."""
        known = filters_of(self.kind)
        return {
            name: list(dict.fromkeys(one for text in texts for one in text.split(",")))
            if known[name].several
            else texts
            for name, texts in self.query.items()
            if name in known and name not in self.fixed
        }

    def wanted(self) -> Wanted:
        """Raises BadParameter for values that are none of a filter's, and for foreign cursors."""
        counted = [
            name for name in facets_of(self.kind) if name in NAMES and name not in self.fixed
        ]
        turned = {name: self.query[name] for name in ("cursor", "order") if name in self.query}
        parameters: dict[str, Iterable[object]] = {
            **self.chosen,
            **{name: [value] for name, value in self.fixed.items()},
            **turned,
            "limit": [PAGE],
            "count": ["true"],
            **({"facets": counted} if counted else {}),
        }
        optional = not self.chosen  # what a draft lists goes by a name that is not public yet
        return Wanted(question(self.kind, self.locale, parameters), self._finished, optional)

    def _finished(self, answer: Answer, cards: Sequence[Json]) -> CardList:
        more, back = None, None
        if answer.next:
            more = Link(gettext("Next page"), self._address(cursor=answer.next))
        if "cursor" in self.query:
            back = Link(gettext("First page"), self._address())
        return CardList(
            heading=gettext("%(kind)s (%(count)s)")
            % {"kind": KINDS[self.kind].label, "count": answer.total},
            cards=cards,
            more=more,
            back=back,
            chosen=list(self._taken_away()),
            narrower=list(self._narrower(answer.facets or {})) if self._is_long(answer) else (),
        )

    def _is_long(self, answer: Answer) -> bool:
        return bool(self.chosen) or (answer.total or 0) >= OFFERED_FROM

    def _taken_away(self) -> Iterator[Link]:
        for name, values in self.chosen.items():
            for value in values:
                left = [one for one in values if one != value]
                words = called(self.kind, name, value, self.locale)
                yield Link(words, self._address({name: left}))

    def _narrower(self, facets: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Link]]]:
        """Values that leave something but not everything, by the names of their filters."""
        for name, label in NAMES.items():
            offered = [one for one in facets.get(name, ()) if one["code"] not in self._of(name)]
            links = [
                Link(f"{one['label']} ({one['count']})", self._address({name: [one["code"]]}))
                for one in offered[:OFFERED]
            ]
            if len(links) + len(self._of(name)) > 1:
                yield str(label), links

    def _of(self, name: str) -> Sequence[str]:
        return self.chosen.get(name, ())

    def _address(self, change: Mapping[str, list[str]] | None = None, cursor: str = "") -> str:
        """This list with some filters changed, from its first page unless a cursor is given."""
        kept: dict[str, Any] = {**self.chosen, **(change or {})}
        if "order" in self.query:
            kept["order"] = self.query["order"]
        if cursor:
            kept["cursor"] = cursor
        query = urlencode({name: value for name, value in kept.items() if value}, doseq=True)
        return f"{self.path}?{query}" if query else self.path
