"""The institution's card and detail."""

from typing import Annotated, Literal

from cms.publication.schemas.base import Coded, Image, Negotiated, Shape, Stored, Whole, coded_by
from cms.publication.schemas.blocks import BodyBlock
from cms.publication.schemas.jsonld import InstitutionJsonLd


class EmbeddedInstitution(Stored):
    kind: Literal["institution"]
    summary: str
    institution_kind: Annotated[Coded | None, coded_by("institution_kinds")]
    territory: Annotated[Coded | None, coded_by("territories")]
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
    channel: Annotated[Coded | None, coded_by("channels")]
    url: str


class InstitutionDetail(Whole, EmbeddedInstitution):
    """The public profile of an institution."""

    legal_name: str | None
    ownership: Annotated[Coded | None, coded_by("ownerships")]
    address: Address
    geo: Geo | None
    contact: Contact
    website: str | None
    channels: list[Channel]
    building_accessibility: Annotated[list[Coded], coded_by("building_accessibility")]
    body: list[BodyBlock]
    jsonld: InstitutionJsonLd
