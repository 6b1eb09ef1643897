"""What is looked at before a human decides: what blocks, what warns, what is as it should be."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from cms.institutions.models import Application, Institution
from cms.institutions.models.application import OPEN
from cms.institutions.names import Naming, town_key

BLOCKS, WARNS, FINE = "blocks", "warns", "fine"
# So much of two names must agree to be worth a look: typing errors, a word more or less.
ALIKE = 0.84
SHOWN = 5
NAMING = Naming()
# Where anybody gets an address: it says nothing of who writes.
ANYBODYS = frozenset(
    [
        *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.fr", "hotmail.com", "hotmail.fr"),
        *("outlook.com", "outlook.fr", "live.com", "live.fr", "msn.com", "icloud.com", "me.com"),
        *("orange.fr", "wanadoo.fr", "free.fr", "sfr.fr", "laposte.net", "gmx.com", "gmx.fr"),
        *("proton.me", "protonmail.com", "aol.com", "mail.ru", "bk.ru", "list.ru", "inbox.ru"),
        *("yandex.ru", "yandex.com", "ya.ru", "rambler.ru", "bbox.fr", "numericable.fr"),
    ]
)


@dataclass(frozen=True)
class Finding:
    """`institutions` and `applications` are those it is about, to be looked at beside it."""

    code: str
    level: str
    text: str
    institutions: list[Institution] = field(default_factory=list)
    applications: list[Application] = field(default_factory=list)


def findings(application: Application) -> list[Finding]:
    """Everything the checks say, what blocks first."""
    found = [
        *_registration(application),
        *_names(application),
        *_addresses(application),
        *_completeness(application),
        *_links(application),
    ]
    return sorted(found, key=lambda one: (BLOCKS, WARNS, FINE).index(one.level))


def _registration(application: Application) -> Iterator[Finding]:
    number = application.registration_number
    if not number:
        yield Finding("no_registration", WARNS, _("No registration number was given."))
        return
    known = list(Institution.objects.filter(registration_number__iexact=number))
    if known:
        text = _("An institution with this registration number is here already.")
        yield Finding("registration_known", BLOCKS, text, institutions=known)
    others = _others().filter(registration_number__iexact=number).exclude(pk=application.pk)
    if beside := list(others[:SHOWN]):
        text = _("Another open application has this registration number.")
        yield Finding("registration_twice", WARNS, text, applications=beside)
    if not known and not beside:
        yield Finding("registration_new", FINE, _("The registration number is new."))


def _names(application: Application) -> Iterator[Finding]:
    names = Names(application.names(), application.town)
    same, homonyms = _alike(names)
    if same:
        text = _("An institution of nearly this name is in this town: is it the same?")
        yield Finding("same_name", WARNS, text, institutions=same)
    if homonyms:
        text = _("Institutions of this name are in other towns: homonyms, or the same?")
        yield Finding("homonym", WARNS, text, institutions=homonyms)
    others = _others().exclude(pk=application.pk)
    beside = [one for one in others if names.are_like(one.names(), one.town)]
    if beside:
        text = _("Another open application has nearly this name.")
        yield Finding("applied_twice", WARNS, text, applications=beside[:SHOWN])
    if not (same or homonyms or beside):
        yield Finding("name_new", FINE, _("Nothing here has a name like it."))


class Names:
    """What an applicant calls itself, to be compared with others."""

    def __init__(self, names: list[str], town: str) -> None:
        self.town = town_key(town)
        self._here = [_matcher(key) for key in _keys(names, town)]
        self._anywhere = [_matcher(key) for key in _keys(names, "")]

    def are_like(self, names: list[str], town: str) -> bool:
        """In one town its name says nothing: the museum of Caen, in Caen, is the museum. In
        another it is all that tells two museums apart."""
        is_here = self.is_here(town)
        own = self._here if is_here else self._anywhere
        others = _keys(names, self.town if is_here else "")
        return any(_is_near(one, other) for one in own for other in others)

    def is_here(self, town: str) -> bool:
        return town_key(town) in ("", self.town)


def _alike(names: Names) -> tuple[list[Institution], list[Institution]]:
    """Records of nearly one of its names: in the same town, or in none; and in others."""
    same: list[int] = []
    homonyms: list[int] = []
    rows = Institution.objects.values_list("pk", "legal_name", "town")
    for pk, name, town in rows.iterator(2000):
        if names.are_like([name], town):
            (same if names.is_here(town) else homonyms).append(pk)
    known = Institution.objects.in_bulk([*same[:SHOWN], *homonyms[:SHOWN]])
    return (
        [known[pk] for pk in same[:SHOWN]],
        [known[pk] for pk in homonyms[:SHOWN]],
    )


def _keys(names: list[str], town: str) -> set[str]:
    return {key for name in names if (key := _key(name, town))}


@lru_cache(maxsize=50_000)
def _key(name: str, town: str) -> str:
    """Records keep their names: what was worked out of one holds whenever it is compared."""
    found = NAMING.identify(name, town)
    return found.name if found else ""


def _matcher(key: str) -> "SequenceMatcher[str]":
    """It learns the second of two texts once, to be compared with many a first."""
    return SequenceMatcher(None, "", key, autojunk=False)


def _is_near(matcher: "SequenceMatcher[str]", other: str) -> bool:
    matcher.set_seq1(other)
    # The first two are cheap and never less than the last.
    return (
        matcher.real_quick_ratio() >= ALIKE
        and matcher.quick_ratio() >= ALIKE
        and matcher.ratio() >= ALIKE
    )


def _addresses(application: Application) -> Iterator[Finding]:
    domain = application.contact_email.rpartition("@")[2].lower()
    host = host_of(application.website)
    if domain in ANYBODYS:
        text = _("The applicant writes from %(domain)s, where anybody has an address.")
        yield Finding("mail_of_anybody", WARNS, text % {"domain": domain})
    elif not host:
        text = _("There is no website to compare the applicant's address with.")
        yield Finding("no_website", WARNS, text)
    elif _is_within(domain, host) or _is_within(host, domain):
        text = _("The applicant's address is of the website's domain.")
        yield Finding("mail_of_website", FINE, text)
    else:
        text = _("The applicant writes from %(domain)s, the website is at %(host)s.")
        yield Finding("mail_differs", WARNS, text % {"domain": domain, "host": host})


def host_of(address: str) -> str:
    host = (urlsplit(address).hostname or "") if address else ""
    return host.lower().removeprefix("www.")


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _completeness(application: Application) -> Iterator[Finding]:
    asked: list[tuple[Any, Any]] = [
        (application.address or application.postal_code, _("postal address")),
        (application.territory, _("territory")),
        (application.website, _("website")),
        (application.public_email or application.public_phone, _("public contact")),
        (any(one.get("summary") for one in application.texts.values()), _("summary")),
    ]
    missing = [str(name) for value, name in asked if not value]
    if missing:
        text = _("Not said: %(fields)s.") % {"fields": ", ".join(missing)}
        yield Finding("incomplete", WARNS, text)
    else:
        yield Finding("complete", FINE, _("Everything the record asks for is said."))


def _links(application: Application) -> Iterator[Finding]:
    links = [application.website, *(one["url"] for one in application.channels)]
    broken = [link for link in links if link and not is_well_formed(link)]
    if broken:
        text = _("These addresses lead nowhere: %(links)s.") % {"links": ", ".join(broken)}
        yield Finding("links_broken", WARNS, text)
    elif any(links):
        yield Finding("links_well_formed", FINE, _("All addresses are well-formed."))


def is_well_formed(link: str) -> bool:
    """http or https to a host with a name of its own; no address of a machine, no password."""
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or parts.username or parts.password:
        return False
    return "." in host.strip(".") and not _is_machine(host)


def _is_machine(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _others() -> Any:
    return Application.objects.filter(state__in=OPEN)
