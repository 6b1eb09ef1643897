"""Conditions of a flag rule: an attribute of the page, an operator, a value. All must hold."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.editorial.models.flags import Operator

MOST_CONDITIONS = 20
LONGEST_VALUE = 500


def _folded(value: Any) -> str:
    return " ".join(str(value).casefold().split())


def _many(value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return [_folded(one) for one in values if one not in (None, "")]


def _asked(value: Any) -> list[str]:
    """What a rule names, separated by commas."""
    return [folded for part in str(value).split(",") if (folded := _folded(part))]


def _number(value: Any) -> Decimal | None:
    """None for what is no number, nor to be compared: NaN is neither less nor more."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _contains(said: Any, value: Any) -> bool:
    whole = f" {' '.join(_many(said))} "
    return any(f" {words}" in whole for words in _asked(value))


def _compared(said: Any, value: Any, holds: Callable[[Decimal, Decimal], bool]) -> bool:
    one, other = _number(said), _number(value)
    return one is not None and other is not None and holds(one, other)


TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    Operator.CONTAINS: _contains,
    Operator.EQUALS: lambda said, value: _folded(value) in _many(said),
    Operator.DIFFERS: lambda said, value: _folded(value) not in _many(said),
    Operator.ANY_OF: lambda said, value: bool(set(_many(said)) & set(_asked(value))),
    Operator.AT_LEAST: lambda said, value: _compared(said, value, lambda a, b: a >= b),
    Operator.AT_MOST: lambda said, value: _compared(said, value, lambda a, b: a <= b),
    Operator.EMPTY: lambda said, value: not _many(said),
}


def matched(
    conditions: list[dict[str, Any]], attributes: Mapping[str, Any]
) -> dict[str, Any] | None:
    """What of the page met the conditions, or None when one of them does not hold."""
    met = {}
    for condition in conditions:
        said = attributes.get(condition["attribute"])
        if not TESTS[condition["operator"]](said, condition.get("value", "")):
            return None
        met[condition["attribute"]] = str(said)[:LONGEST_VALUE]
    return met


def cleaned(conditions: Any, known: Mapping[str, Any]) -> list[dict[str, str]]:
    """The conditions of a form or an API. Raises ValidationError that names the one at fault."""
    if not isinstance(conditions, list) or not conditions:
        raise ValidationError(_("Give at least one condition."), code="required")
    if len(conditions) > MOST_CONDITIONS:
        told = _("A rule has at most %(most)d conditions.") % {"most": MOST_CONDITIONS}
        raise ValidationError(told, code="too_many")
    return [_cleaned(number, one, known) for number, one in enumerate(conditions, 1)]


def _cleaned(number: int, one: Any, known: Mapping[str, Any]) -> dict[str, str]:
    where = {"number": number}
    if not isinstance(one, dict) or one.get("attribute") not in known:
        raise ValidationError(_("Condition %(number)d: unknown attribute.") % where, code="unknown")
    if one.get("operator") not in Operator.values:
        raise ValidationError(_("Condition %(number)d: unknown operator.") % where, code="unknown")
    value = str(one.get("value", "")).strip()
    if len(value) > LONGEST_VALUE:
        raise ValidationError(
            _("Condition %(number)d: the value is too long.") % where, code="long"
        )
    if one["operator"] != Operator.EMPTY and not value:
        raise ValidationError(_("Condition %(number)d: give a value.") % where, code="required")
    if one["operator"] in (Operator.AT_LEAST, Operator.AT_MOST) and _number(value) is None:
        raise ValidationError(_("Condition %(number)d: give a number.") % where, code="number")
    return {"attribute": one["attribute"], "operator": one["operator"], "value": value}
