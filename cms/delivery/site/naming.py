"""What a reader calls a value they chose, in the active language, whatever is left with it."""

from collections.abc import Callable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cms.catalogue.catalogue import current
from cms.catalogue.days import When
from cms.catalogue.filters import filters_of
from cms.catalogue.values import Document, Moment, QueryContext, Values
from cms.core import locales
from cms.publication.rendering.moments import date_of, day, moment, moment_of

DAYS: Mapping[str, str | Promise] = {
    "today": _("Today"),
    "weekend": _("This weekend"),
    "upcoming": _("From today on"),
}
# Values that say nothing without the name of their filter.
SENTENCES: Mapping[str, str | Promise] = {
    "age": _("Age: %(value)s"),
    "duration_min": _("At least %(value)s minutes"),
    "duration_max": _("At most %(value)s minutes"),
    "theme": _("Theme: %(value)s"),
    "ends_since": _("Not over by %(value)s"),
    "starts_until": _("Begun by %(value)s"),
    "date_since": _("From %(value)s"),
    "date_until": _("Until %(value)s"),
    "published_since": _("Published since %(value)s"),
    "updated_since": _("Updated since %(value)s"),
}


def called(kind: str, name: str, text: str, locale: str) -> str:
    """The value `text` of the filter `name` of lists of `kind`; raises BadParameter for none."""
    values = filters_of(kind)[name].values
    say = next((say for of, say in _SAID.items() if isinstance(values, of)), _labelled)
    said = say(values, name, values.clean(text, name), locale)
    return str(SENTENCES[name]) % {"value": said} if name in SENTENCES else said


def _labelled(values: Values, name: str, code: str, locale: str) -> str:
    return values.label(code, current().references, locale, locales.chain(locale))


def _titled(values: Values, name: str, text: str, locale: str) -> str:
    """A document, by id or slug."""
    context = QueryContext(current().references, locales.chain(locale), 0)
    return _labelled(values, name, values.resolve(text, name, context), locale)


def _dated(values: Values, name: str, text: str, locale: str) -> str:
    if on := date_of(text):
        return day(on)
    at = moment_of(text)
    return moment(at) if at else text


def _of_days(values: Values, name: str, text: str, locale: str) -> str:
    if text in DAYS:
        return str(DAYS[text])
    first, dots, last = (_day(one) for one in text.partition(".."))
    if first and last:
        return gettext("%(first)s – %(last)s") % {"first": first, "last": last}
    if dots:
        sentence = gettext("From %(value)s") if first else gettext("Until %(value)s")
        return sentence % {"value": first or last}
    return first


def _day(text: str) -> str:
    on = date_of(text)
    return day(on) if on else text


_SAID: Mapping[type[Values], Callable[[Values, str, str, str], str]] = {
    Document: _titled,
    Moment: _dated,
    When: _of_days,
}
