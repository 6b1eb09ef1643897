"""Moments as whole seconds since 1970, which is how documents show them."""

from datetime import UTC, datetime


def seconds(text: str) -> int:
    """An ISO 8601 date or moment; a date is its midnight, and UTC is meant where no zone is said.

    Raises ValueError.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return int(moment.timestamp() // 1)
    except OverflowError as error:
        raise ValueError(str(error)) from error
