"""Who sees what in the admin: one rule per model, asked by every listing, chooser and address.

A thing is seen by those whose it is, by those on whose way to their own things it lies, and by
everybody once it is public. Rooms register the rules of their models in `AppConfig.ready()`; what
nobody registered is seen only by those who see everything. Rules read permissions anew with every
request, so that rights given and taken count at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from cms.core.subtrees import page_paths, within_one_root

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING


class Scope(IntEnum):
    """How near a thing must be: one's own, on the way to one's own, or simply to be seen."""

    MINE = 1
    REACH = 2
    VISIBLE = 3


@dataclass(frozen=True)
class Rule:
    """Conditions on one model's rows; several rules of a model add up.

    A condition joins no to-many relation, which would give a row once per match: it asks for
    `pk__in` of a query on the related table instead.
    """

    mine: Callable[[Any], Q] | None = None
    way: Callable[[Any], Q] | None = None
    public: Callable[[], Q] | None = None

    def condition(self, user: Any, scope: Scope) -> Q:
        found = self.mine(user) if self.mine else NOTHING
        if self.way and scope >= Scope.REACH:
            found |= self.way(user)
        if self.public and scope >= Scope.VISIBLE:
            found |= self.public()
        return found


_rules: dict[type[Model], list[Rule]] = defaultdict(list)
_subjects: dict[type[Model], Callable[[Any], Model | None]] = {}


def register(model: type[Model], rule: Rule) -> None:
    """Add a rule for `model` and the models that inherit from it."""
    if rule not in _rules[model]:
        _rules[model].append(rule)


def follow(model: type[Model], subject: Callable[[Any], Model | None]) -> None:
    """A `model` is seen by those who work on its subject: a revision by those on its page."""
    _subjects[model] = subject


def is_ruled(model: type[Model]) -> bool:
    """Whether anybody said who sees a `model`."""
    return bool(_rules_of(model)) or model in _subjects


def sees_everything(user: Any) -> bool:
    """Superusers, and those whose rights begin at the root of the tree: the portal's own staff."""
    return bool(user.is_active and (user.is_superuser or within_one_root(page_paths(user))))


def visible_to(user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `queryset` that are the user's, on the way there, or public."""
    return narrowed(user, queryset, Scope.VISIBLE)


def searchable(user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The same, for a search: its backends read no other condition than one on keys."""
    if sees_everything(user):
        return queryset
    seen = visible_to(user, queryset.model._base_manager.all())
    return queryset.filter(pk__in=seen.values("pk"))


def mine(user: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Those of `queryset` the user works on."""
    return narrowed(user, queryset, Scope.MINE)


def narrowed(user: Any, queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    if not user.is_active:
        return queryset.none()
    if sees_everything(user):
        return queryset
    found = NOTHING
    for rule in _rules_of(queryset.model):
        found |= rule.condition(user, scope)
    return queryset.filter(found)


def may_see(user: Any, thing: Model, scope: Scope = Scope.VISIBLE) -> bool:
    """Whether `thing` is within `scope` of the user; what follows another is only worked on."""
    if not user.is_active:
        return False
    if sees_everything(user):
        return True
    if subject := _subjects.get(type(thing)):
        followed = subject(thing)
        return followed is not None and may_see(user, followed, Scope.MINE)
    manager = type(thing)._base_manager
    return narrowed(user, manager.filter(pk=thing.pk), scope).exists()


def may_see_id(user: Any, model: type[Model], pk: Any, scope: Scope = Scope.VISIBLE) -> bool:
    """The same of a primary key as an address spells it; what is not there is not seen."""
    return may_see_ids(user, model, [pk], scope)


def may_see_ids(
    user: Any, model: type[Model], spelled: Iterable[Any], scope: Scope = Scope.VISIBLE
) -> bool:
    """Whether each of the keys is one, and names something the user may see."""
    keys = {key_of(model, one) for one in spelled}
    if None in keys:
        return False
    if sees_everything(user):
        return True
    rows = model._base_manager.filter(pk__in=keys)
    if model in _subjects:
        things = list(rows)
        return len(things) == len(keys) and all(may_see(user, one, scope) for one in things)
    return narrowed(user, rows, scope).count() == len(keys)


def key_of(model: type[Model], spelled: Any) -> Any | None:
    """The primary key, spelled as the admin spells it; None for everything else.

    Views read ids in several ways: ` 23`, `+23`, `2_3` or full-width digits are ids to some.
    """
    field: Any = model._meta.pk
    while field.remote_field:
        field = field.target_field
    try:
        key = field.to_python(spelled)
        field.run_validators(key)
    except (ValidationError, ValueError, TypeError):
        return None
    return key if str(key) == str(spelled) else None


def _rules_of(model: type[Model]) -> list[Rule]:
    return [rule for ancestor in model.__mro__ for rule in _rules.get(ancestor, ())]
