"""Single values in the reader's words: codes, ages, durations, amounts, addresses.

Everything here speaks the active language.
"""

from collections.abc import Mapping
from mimetypes import guess_extension
from typing import Any
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from cms.core.codes import UnknownCode, code_list
from cms.core.locales import chain, default_locale

Json = Any

# Which code list names the codes of a field, whichever document or block it is found in.
CODE_LISTS: Mapping[str, str] = {
    "access_mode": "access_modes",
    "accessibility": "accessibility_features",
    "attendance": "attendance_modes",
    "audience": "audiences",
    "audiences": "audiences",
    "channels": "channels",
    "cost_band": "cost_bands",
    "feature": "accessibility_features",
    "format": "formats",
    "hazards": "access_hazards",
    "language": "languages",
    "languages": "languages",
    "licence": "licences",
    "outputs": "formats",
    "provider": "media_providers",
    "roles": "guide_roles",
    "sign": "sign_languages",
    "spoken": "languages",
    "status": "occurrence_statuses",
    "subtitles": "languages",
    "track_kind": "track_kinds",
}


def label_of(field: str, value: Json) -> str:
    """A code by its label: `{"code", "label"}` brings its own; an unknown one stands for itself."""
    if isinstance(value, Mapping):
        return name_of(value)
    try:
        return code_list(CODE_LISTS[field]).label(str(value))
    except (KeyError, UnknownCode):
        return str(value)


def name_of(value: Mapping[str, Json]) -> str:
    """What a thing is called, whichever of the names it bears."""
    return next((str(value[key]) for key in ("label", "title", "name") if value.get(key)), "")


def rating(value: Json) -> str:
    """A legal age rating in words, whichever scheme it is of."""
    ratings = (one for scheme in code_list("age_schemes") for one in scheme.extra["ratings"])
    labels: dict[str, str] = next((one["label"] for one in ratings if one["code"] == value), {})
    wanted = chain(get_language() or default_locale())
    return next((labels[code] for code in wanted if code in labels), str(value))


def amount(value: float) -> str:
    """A number as people write it: 2 and not 2.0, 1,5 where commas are used."""
    whole = float(value).is_integer()
    return number_format(int(value) if whole else value, use_l10n=True, force_grouping=True)


def duration(minutes: float) -> str:
    """Minutes as hours and minutes."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def running_time(seconds: Any) -> str:
    """Seconds as a player shows them: 1:05:09, 25:14, 0:42."""
    if not isinstance(seconds, int) or seconds <= 0:
        return ""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


def price(value: Mapping[str, Json]) -> str:
    """`{"min", "max", "currency"}`: one amount, or from the lowest to the highest."""
    currency = SIGNS.get(value["currency"], value["currency"])
    low, high = amount(value["min"]), amount(value["max"])
    return f"{low} {currency}" if low == high else f"{low}–{high} {currency}"


SIGNS = {"EUR": "€", "RUB": "₽"}


def site_name(address: str) -> str:
    """What people call an address: its host, without `www.`"""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def file_facts(file: Mapping[str, Json]) -> list[str]:
    """What kind of file it is, how large, whose, and under which licence."""
    media_type = str(file.get("type") or "")
    extension = guess_extension(media_type) or media_type
    return [
        *([extension.removeprefix(".").upper()] if extension else []),
        *([filesizeformat(file["size"])] if file.get("size") else []),
        *([credit(file["credit"])] if file.get("credit") else []),
        *([label_of("licence", file["licence"])] if file.get("licence") else []),
    ]


def credit(text: str) -> str:
    """A credit line with one © in front."""
    return text if text.lstrip().startswith(("©", "(c)", "(C)")) else f"© {text}"
