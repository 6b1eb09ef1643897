"""Institutions: taken in as records, then shown as pages."""

from typing import Any

from cms.demo.content import institutions
from cms.demo.seeding import markup
from cms.demo.seeding.ground import Ground, Spec, key_of, locales_of
from cms.demo.seeding.pictures import Picture
from cms.demo.seeding.tree import section
from cms.institutions.models import Institution
from cms.institutions.services import onboard_institution
from content_pages.models import InstitutionPage


def picture(spec: Spec) -> Picture:
    title = spec["text"][spec["source"]]["name"]
    return Picture(f"institution-{spec['key']}", title, spec["motif"], spec["palette"])


def record(spec: Spec) -> Institution:
    return Institution.objects.get(key=key_of("institution", spec["key"]))


def page(ground: Ground, key: str, locale: str) -> Any:
    return ground.found(InstitutionPage, key_of("institution", key), locale)


def seed_institutions(ground: Ground) -> None:
    for spec in institutions():
        key = key_of("institution", spec["key"])
        if not Institution.objects.filter(key=key).exists():
            _onboard(spec)
        institution = record(spec)
        image = ground.studio.image(
            picture(spec), collection=institution.collection, user=ground.author
        )
        for code in locales_of(spec["text"]):
            words = spec["text"][code]
            ground.plant(
                section(ground, "institutions", code), InstitutionPage, key, code,
                title=words["name"], summary=words["summary"], body=markup.blocks(words["body"]),
                institution=institution, image=image, image_alt=picture(spec).alt(code),
                days_ago=180,
            )  # fmt: skip


def _onboard(spec: Spec) -> None:
    address, contacts = spec["address"], spec["contacts"]
    onboard_institution(
        key=key_of("institution", spec["key"]),
        legal_name=spec["legal_name"],
        registration_number=spec["registration_number"],
        kind=spec["kind"],
        ownership=spec["ownership"],
        territory=spec["territory"],
        address=address["street"],
        postal_code=address["postal_code"],
        town=address["city"],
        latitude=spec["geo"][0],
        longitude=spec["geo"][1],
        website=spec["site"],
        public_email=contacts["public"],
        editorial_email=contacts["editorial"],
        technical_email=contacts["technical"],
        accessibility_email=contacts["accessibility"],
        building_accessibility=spec["building_accessibility"],
        verification_state=spec["verification"],
        trust_level=spec["trust"],
        channels=list(spec["channels"].items()),
    )
