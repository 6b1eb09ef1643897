"""Groups and collections whose rights and members are computed: nobody chooses them by hand.

A room that derives rights says which those are. Lists of groups and collections to choose from
leave them out: there are two groups for each institution, and what is given to one by hand is
taken away again.
"""

from django.db.models import Model, Q

from cms.core.visibility import NOTHING

_conditions: dict[type[Model], Q] = {}


def register(model: type[Model], derived: Q) -> None:
    """Rows of `model` that fulfil `derived` are somebody's own; called once for each model."""
    _conditions[model] = derived


def is_derived(model: type[Model]) -> Q:
    """The condition on rows of `model`."""
    return _conditions.get(model, NOTHING)


def by_hand(model: type[Model]) -> Q:
    """The condition on all others."""
    return ~is_derived(model)
