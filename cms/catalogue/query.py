"""A list as a client asked for it, checked."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from cms.catalogue.cursors import unseal
from cms.catalogue.filters import Filter, facets_of, filters_of
from cms.catalogue.orders import DEFAULT_ORDER, ORDERS, Position, orders_of
from cms.catalogue.values import FLAGS, WHOLE
from cms.catalogue.views import Scope
from cms.core import locales
from cms.core.problems import BadParameter, shown

DEFAULT_LIMIT, MOST = 20, 100
# What every list takes beside its filters; the API reads locale, fallback and fields itself.
COMMON = ("locale", "fallback", "limit", "cursor", "order", "count", "facets", "fields")
# Values of one filter; more than a person ever ticks.
MOST_VALUES = 100


class Parameters(Protocol):
    """The part of Django's QueryDict that is used."""

    def getlist(self, name: str) -> list[str]: ...

    def keys(self) -> Iterable[str]: ...


@dataclass(frozen=True)
class ListQuery:
    """`filters` holds canonical values, each filter's sorted and without repeats."""

    kinds: tuple[str, ...]
    locale: str
    fallback: bool = True
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = DEFAULT_ORDER
    limit: int = DEFAULT_LIMIT
    after: Position | None = None
    count: bool = False
    facets: tuple[str, ...] = ()

    @cached_property
    def scope(self) -> Scope:
        chain = locales.chain(self.locale) if self.fallback else (self.locale,)
        return Scope(self.kinds, chain)

    @cached_property
    def identity(self) -> tuple[object, ...]:
        """Two questions with one identity have one answer."""
        return (self.signed, self.locale, self.limit, self.after, self.count, self.facets)

    @cached_property
    def signed(self) -> bytes:
        """What a cursor is bound to: everything that decides which rows come in which order."""
        return repr((self.scope, self.order, sorted(self.filters.items()))).encode()


def parse_list(
    kind: str,
    params: Parameters,
    *,
    locale: str,
    fallback: bool,
    also: Collection[str] = (),
) -> ListQuery:
    """Read the parameters of a list of `kind`; `also` names those the caller reads itself.

    Raises BadParameter naming the first parameter that is unknown, repeated or not allowed.
    """
    known = filters_of(kind)
    for name in params.keys():  # noqa: SIM118 - a protocol, no mapping
        if name not in known and name not in COMMON and name not in also:
            raise BadParameter(f"query.{name}", "This parameter is unknown.", "unknown_parameter")
    query = ListQuery(
        kinds=(kind,),
        locale=locale,
        fallback=fallback,
        filters={
            name: _values(known[name], params.getlist(name))
            for name in params.keys()  # noqa: SIM118
            if name in known
        },
        order=_order(kind, _single(params, "order")),
        limit=_limit(_single(params, "limit")),
        count=_flag(_single(params, "count")),
        facets=_facets(kind, params.getlist("facets")),
    )
    cursor = _single(params, "cursor")
    if cursor is None:
        return query
    textual = ORDERS[query.order].base.textual
    position = unseal(cursor, query.signed, textual=textual)
    return replace(query, after=position)


def _values(wanted: Filter, given: list[str]) -> tuple[str, ...]:
    loc = f"query.{wanted.name}"
    if len(given) > 1 and not wanted.repeatable:
        raise BadParameter(loc, "Give this parameter once.", "repeated")
    if len(given) > MOST_VALUES:
        raise BadParameter(loc, f"At most {MOST_VALUES} values.", "too_many")
    return tuple(sorted({wanted.values.clean(text, wanted.name) for text in given}))


def _single(params: Parameters, name: str) -> str | None:
    given = params.getlist(name)
    if len(given) > 1:
        raise BadParameter(f"query.{name}", "Give this parameter once.", "repeated")
    return given[0] if given else None


def _order(kind: str, text: str | None) -> str:
    if text is None:
        return DEFAULT_ORDER
    if text not in orders_of(kind):
        raise BadParameter(
            "query.order",
            f"{shown(text)} is unknown; one of: {', '.join(orders_of(kind))}.",
            "unknown_order",
        )
    return text


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if not WHOLE.fullmatch(text) or not 1 <= int(text) <= MOST:
        raise BadParameter("query.limit", f"A whole number from 1 to {MOST}.", "out_of_range")
    return int(text)


def _flag(text: str | None) -> bool:
    if text is None:
        return False
    if text not in FLAGS:
        raise BadParameter("query.count", "true or false.", "bad_boolean")
    return FLAGS[text] == "true"


def _facets(kind: str, given: list[str]) -> tuple[str, ...]:
    names = [name for text in given for name in text.split(",")]
    offered = facets_of(kind)
    for name in names:
        if name not in offered:
            words = ", ".join(offered)
            raise BadParameter(
                "query.facets", f"{shown(name)} is not counted; one of: {words}.", "unknown_facet"
            )
    return tuple(dict.fromkeys(names))
