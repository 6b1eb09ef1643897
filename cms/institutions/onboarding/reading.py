"""From what was sent to an application's facts, and everything that is wrong with it at once."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cms.core.codes import code_list
from cms.core.locales import content_locales, default_locale
from cms.core.problems import Fault
from cms.institutions.onboarding.checks import is_well_formed
from cms.institutions.onboarding.schemas import ApplicationIn

# What an application and what is sent call the same.
SAME_NAMES = (
    *("legal_name", "registration_number", "kind", "ownership", "territory", "address"),
    *("postal_code", "town", "website", "public_email", "public_phone", "message"),
    "building_accessibility",
)
# No database keeps them, and no person types them: NUL, and halves of surrogate pairs.
UNKEPT = re.compile("[\x00\ud800-\udfff]")


def facts_of(sent: ApplicationIn, *, language: str) -> tuple[dict[str, Any], list[Fault]]:
    """The fields of an application, and what is wrong that one field alone does not tell."""
    facts: dict[str, Any] = {name: getattr(sent, name) for name in SAME_NAMES}
    facts |= {
        "texts": {code: text.model_dump() for code, text in sent.texts.items()},
        "channels": [one.model_dump() for one in sent.channels],
        "colleagues": [one.model_dump(mode="json") for one in sent.colleagues],
        "contact_name": sent.contact.name,
        "contact_email": sent.contact.email,
        "contact_function": sent.contact.function,
        "language": language if language in content_locales() else default_locale(),
    }
    return facts, list(_faults(sent))


def _faults(sent: ApplicationIn) -> Iterator[Fault]:
    if not sent.entitled:
        yield Fault("body.entitled", "Say that you may speak for the institution.", "required")
    known = content_locales()
    if sent.language and sent.language not in known:
        yield Fault("body.language", _one_of(known), "unknown")
    for code in sent.texts:
        if code not in known:
            yield Fault(f"body.texts.{code}"[:80], _one_of(known), "unknown")
    if sent.website and not is_well_formed(sent.website):
        yield Fault("body.website", NO_LINK, "invalid")
    yield from _of_rows(sent)
    yield from _unkept(sent.model_dump(), "body")


def _of_rows(sent: ApplicationIn) -> Iterator[Fault]:
    channels = code_list("channels")
    for number, one in enumerate(sent.channels):
        if one.channel not in channels:
            told = _one_of(channels.codes)
            yield Fault(f"body.channels.{number}.channel", told, "unknown_code")
        if not is_well_formed(one.url):
            yield Fault(f"body.channels.{number}.url", NO_LINK, "invalid")
    for number, colleague in enumerate(sent.colleagues):
        if not _is_address(colleague.email):
            yield Fault(f"body.colleagues.{number}.email", "This is no address.", "invalid")


NO_LINK = "Give an address that begins with https:// or http:// and names a host."


def _one_of(known: Any) -> str:
    return f"There are: {', '.join(known)}."


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _unkept(value: Any, loc: str) -> Iterator[Fault]:
    """Characters no database keeps, wherever they stand."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _unkept(one, f"{loc}.{name}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _unkept(one, f"{loc}.{number}")
    elif isinstance(value, str) and UNKEPT.search(value):
        yield Fault(loc, "It holds a character nothing can keep.", "invalid")
