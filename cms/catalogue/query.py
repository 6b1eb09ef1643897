"""What lists can be asked, and a question as a client asked it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from cms.catalogue.cursors import CURSOR, unseal
from cms.catalogue.filters import FILTERS, facets_of, filters_of
from cms.catalogue.orders import DEFAULT_ORDER, ORDERS, Order, Position, orders_of
from cms.catalogue.views import Scope
from cms.core import locales
from cms.core.parameters import Parameter, flag, limit_parameter, word

DEFAULT_LIMIT = 20


@dataclass(frozen=True)
class ListQuery:
    """`filters` holds canonical values, each filter's sorted and without repeats.

    `moment` is as of when a question is answered that is `timed`, in seconds since 1970: a walk
    goes on as of the moment it began, so that time moves nothing from one of its pages to another.
    """

    kinds: tuple[str, ...]
    locale: str
    fallback: bool = True
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = DEFAULT_ORDER
    limit: int = DEFAULT_LIMIT
    after: Position | None = None
    moment: int | None = None
    count: bool = False
    facets: tuple[str, ...] = ()

    @cached_property
    def scope(self) -> Scope:
        chain = locales.chain(self.locale) if self.fallback else (self.locale,)
        return Scope(self.kinds, chain)

    @cached_property
    def timed(self) -> bool:
        """Whether the answer changes with time alone."""
        return ORDERS[self.order].timed or any(FILTERS[name].values.timed for name in self.filters)

    @cached_property
    def sorting(self) -> Order:
        return ORDERS[self.order].order(self.locale, self.moment or 0)

    @cached_property
    def cache_key(self) -> tuple[object, ...]:
        """Two questions with one key have one answer."""
        return (
            self.signed,
            self.locale,
            self.limit,
            self.after,
            self.moment,
            self.count,
            self.facets,
        )

    @cached_property
    def signed(self) -> bytes:
        """What a cursor is bound to: everything that decides which rows come in which order."""
        return repr((self.scope, self.order, sorted(self.filters.items()))).encode()


@cache
def list_parameters(kind: str) -> tuple[Parameter, ...]:
    """Everything a list of `kind` takes, but language and fields, which every read takes."""
    filters = [entry.parameter for entry in filters_of(kind).values()]
    return (*filters, *page_parameters(kind))


def page_parameters(kind: str) -> list[Parameter]:
    """Order, paging and counting."""
    return [
        Parameter(
            name="order",
            description=(
                "Stable under inserts: no document twice, none skipped. `language`: what is "
                "published in the asked locale first, then the newest. `next_occurrence`: by the "
                "first that is not over; items without come last."
            ),
            schema={"type": "string", "enum": orders_of(kind), "default": DEFAULT_ORDER},
            read=word("order", orders_of(kind), "unknown_order"),
            default=DEFAULT_ORDER,
        ),
        limit_parameter(),
        Parameter(
            name="cursor",
            description="The `next` of an earlier answer to the same question.",
            schema={"type": "string", "pattern": CURSOR, "maxLength": 2000},
        ),
        Parameter(
            name="count",
            description="`true`: the answer says in `total` how many there are on all pages.",
            schema={"type": "boolean", "default": False},
            read=flag("count"),
            default=False,
        ),
        *_facets(facets_of(kind)),
    ]


def _facets(names: list[str]) -> list[Parameter]:
    """What can be counted, if anything."""
    if not names:
        return []
    return [
        Parameter(
            name="facets",
            description=(
                "What to count: per value, how many documents it would leave under the other "
                "filters."
            ),
            schema={"type": "string", "enum": names},
            read=word("facets", names, "unknown_facet"),
            default=(),
            several=True,
        )
    ]


def list_query(kind: str, values: Mapping[str, Any], *, locale: str, fallback: bool) -> ListQuery:
    """The question that the values of `list_parameters` ask, by their names.

    Raises BadParameter for a cursor of another question.
    """
    query = ListQuery(
        kinds=(kind,),
        locale=locale,
        fallback=fallback,
        filters={
            name: tuple(sorted(value)) if entry.several else (value,)
            for name, entry in filters_of(kind).items()
            if (value := values[name]) is not None
        },
        order=values["order"],
        limit=values["limit"],
        count=values["count"],
        facets=values.get("facets", ()),
    )
    cursor = values["cursor"]
    if cursor is None:
        return query
    after, moment = unseal(
        cursor, query.signed, textual=ORDERS[query.order].textual, timed=query.timed
    )
    return replace(query, after=after, moment=moment)
