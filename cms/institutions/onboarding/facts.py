"""What an application says, line by line, as moderators read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms.core.codes import code_list
from cms.institutions.models import Application
from cms.institutions.onboarding.checks import is_well_formed


@dataclass(frozen=True)
class Fact:
    """`link` is set where the value leads somewhere that is well-formed."""

    label: str
    value: str
    link: str = ""


PLAIN = ("legal_name", "registration_number")
CODES = ("kind", "ownership", "territory")
REACHED = ("public_email", "public_phone")


def shown_facts(application: Application) -> list[Fact]:
    """Those that were said; an empty one is told by the checks."""
    return [one for one in _facts(application) if one.value]


def _facts(application: Application) -> Iterator[Fact]:
    for name in PLAIN:
        yield Fact(_label(name), getattr(application, name))
    for locale, text in sorted(application.texts.items()):
        yield Fact(
            _("Public name (%(language)s)") % {"language": locale}, str(text.get("name", ""))
        )
        told = str(text.get("summary", ""))
        yield Fact(_("Summary (%(language)s)") % {"language": locale}, told)
    for name in CODES:
        yield Fact(_label(name), _coded(application, name))
    town = f"{application.postal_code} {application.town}".strip()
    yield Fact(_label("address"), ", ".join(filter(None, [application.address, town])))
    yield _link(_label("website"), application.website)
    for name in REACHED:
        yield Fact(_label(name), getattr(application, name))
    claimed = [
        code_list("building_accessibility")[code].label()
        for code in application.building_accessibility
    ]
    yield Fact(_label("building_accessibility"), ", ".join(claimed))
    for one in application.channels:
        yield _link(code_list("channels")[one["channel"]].label(), one["url"])
    applicant = [application.contact_name, application.contact_function, application.contact_email]
    yield Fact(_label("contact_name"), ", ".join(filter(None, applicant)))
    yield Fact(_label("message"), application.message)


def _coded(application: Application, name: str) -> str:
    field: Any = Application._meta.get_field(name)
    code = getattr(application, name)
    return code_list(field.codes)[code].label() if code else ""


def _link(label: str, address: str) -> Fact:
    return Fact(label, address, address if is_well_formed(address) else "")


def _label(name: str) -> str:
    field: Any = Application._meta.get_field(name)
    return capfirst(str(field.verbose_name))
