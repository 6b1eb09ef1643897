"""The institution's card and detail."""

from typing import Literal

from cms.publication.schemas.base import Coded, Image, Negotiated, Shape, Stored, Whole
from cms.publication.schemas.blocks import BodyBlock
from cms.publication.schemas.jsonld import InstitutionJsonLd


class EmbeddedInstitution(Stored):
    kind: Literal["institution"]
    summary: str
    institution_kind: Coded | None
    territory: Coded | None
    town: str | None
    image: Image | None


class InstitutionCard(Negotiated, EmbeddedInstitution):
    """Enough of an institution to draw it in a list."""


class Address(Shape):
    street: str | None
    postal_code: str | None
    town: str | None


class Geo(Shape):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


class Contact(Shape):
    """The public contact; others stay with the portal."""

    email: str | None
    phone: str | None


class Channel(Shape):
    channel: Coded | None
    url: str


class InstitutionDetail(Whole, EmbeddedInstitution):
    """The public profile of an institution."""

    legal_name: str | None
    ownership: Coded | None
    address: Address
    geo: Geo | None
    contact: Contact
    website: str | None
    channels: list[Channel]
    building_accessibility: list[Coded]
    body: list[BodyBlock]
    jsonld: InstitutionJsonLd
