"""The parameters of lists as the OpenAPI document shows them; the catalogue reads them."""

from django.utils.translation import override

from cms.catalogue.filters import Description, describe, facets_of
from cms.catalogue.orders import DEFAULT_ORDER, orders_of
from cms.delivery.parameters import Parameter, limit_parameter


def list_parameters(kind: str) -> list[Parameter]:
    """Filters, order, paging and counting of lists of one kind, described in English."""
    with override("en"):
        filters = [_filter(one) for one in describe(kind)]
    return [*filters, _order(kind), limit_parameter(), _cursor(), _count(), *_facets(kind)]


def _filter(one: Description) -> Parameter:
    return Parameter(
        name=one.name,
        description=one.description,
        schema=one.schema,
        repeat=one.repeatable,
        style={"example": [one.example] if one.repeatable else one.example},
    )


def _order(kind: str) -> Parameter:
    return Parameter(
        name="order",
        description="Stable under inserts: no document twice, none skipped.",
        schema={"type": "string", "enum": list(orders_of(kind)), "default": DEFAULT_ORDER},
    )


def _cursor() -> Parameter:
    return Parameter(
        name="cursor",
        description="The `next` of an earlier answer to the same question.",
        schema={"type": "string", "minLength": 1, "maxLength": 2000},
    )


def _count() -> Parameter:
    return Parameter(
        name="count",
        description="`true`: the answer says in `total` how many there are on all pages.",
        schema={"type": "boolean", "default": False},
    )


def _facets(kind: str) -> list[Parameter]:
    names = facets_of(kind)
    if not names:
        return []
    return [
        Parameter(
            name="facets",
            description=(
                "What to count, separated by commas: per value, how many documents it would leave "
                "under the other filters."
            ),
            schema={"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1},
            style={"style": "form", "explode": False},
        )
    ]
