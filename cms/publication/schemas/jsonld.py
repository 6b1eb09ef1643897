"""JSON-LD as documents carry it (https://schema.org): what is unknown is absent, not null."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from cms.publication.schemas.base import Shape

# A property that is left out when it is not known, as schema.org has it.
Type = Annotated[str, Field(alias="@type")]


class Agent(Shape):
    type: Type
    name: str
    url: str = ""


class Offer(Shape):
    type: Annotated[Literal["Offer", "AggregateOffer"], Field(alias="@type")]
    price: float = 0
    lowPrice: float = 0
    highPrice: float = 0
    priceCurrency: str
    url: str = ""
    availabilityEnds: datetime | None = None


class Place(Shape):
    type: Annotated[Literal["Place", "VirtualLocation"], Field(alias="@type")]
    name: str = ""
    address: str = ""
    url: str = ""


class Work(Shape):
    """A creative work that an event shows."""

    type: Type
    name: str
    url: str = ""
    accessibilityFeature: list[str] = []
    accessibilityHazard: list[str] = []
    accessibilitySummary: str = ""
    license: str = ""
    creditText: str = ""


class Event(Shape):
    """One showing."""

    type: Type
    name: str
    url: str = ""
    description: str = ""
    image: list[str] = []
    organizer: Agent | None = None
    startDate: datetime
    endDate: datetime | None = None
    eventStatus: str
    eventAttendanceMode: str = ""
    location: list[Place] = []
    maximumAttendeeCapacity: int | None = None


class Thing(Shape):
    context: Annotated[Literal["https://schema.org"], Field(alias="@context")]
    type: Type
    id: Annotated[str, Field(alias="@id")]
    url: str
    name: str
    description: str = ""
    image: list[str] = []


class People(Shape):
    """Who made it, by the property that names their part."""

    actor: list[Agent] = []
    author: list[Agent] = []
    composer: list[Agent] = []
    contributor: list[Agent] = []
    director: list[Agent] = []
    illustrator: list[Agent] = []
    performer: list[Agent] = []
    producer: list[Agent] = []
    readBy: list[Agent] = []
    translator: list[Agent] = []


class ItemJsonLd(Thing, People):
    """An event, a creative work or a trip, after the item's format."""

    offers: Offer | None = None
    isAccessibleForFree: bool | None = None
    inLanguage: Annotated[list[str], Field(description="BCP 47.")] = []
    typicalAgeRange: str = ""
    keywords: list[str] = []
    # events
    duration: Annotated[str, Field(description="ISO 8601.")] = ""
    startDate: datetime | None = None
    endDate: datetime | None = None
    eventStatus: str = ""
    eventAttendanceMode: str = ""
    location: list[Place] = []
    maximumAttendeeCapacity: int | None = None
    organizer: Agent | None = None
    subEvent: list[Event] = []
    workFeatured: Work | None = None
    # works
    headline: str = ""
    timeRequired: Annotated[str, Field(description="ISO 8601.")] = ""
    accessibilityFeature: list[str] = []
    accessibilityHazard: list[str] = []
    accessibilitySummary: str = ""
    license: str = ""
    creditText: str = ""
    publisher: Agent | None = None
    provider: Agent | None = None
    contentRating: str = ""
    genre: str = ""
    educationalLevel: str = ""
    datePublished: datetime | None = None
    dateModified: datetime | None = None
    subjectOf: list[Event] = []
    embedUrl: Annotated[str, Field(description="Of the player.")] = ""
    contentUrl: Annotated[str, Field(description="Of the file.")] = ""
    thumbnailUrl: str = ""
    uploadDate: datetime | None = None


class PostalAddress(Shape):
    type: Type
    streetAddress: str = ""
    postalCode: str = ""
    addressLocality: str = ""


class GeoCoordinates(Shape):
    type: Type
    latitude: float
    longitude: float


class InstitutionJsonLd(Thing):
    legalName: str = ""
    address: PostalAddress | None = None
    geo: GeoCoordinates | None = None
    email: str = ""
    telephone: str = ""
    sameAs: list[str] = []


class GuideJsonLd(Thing):
    inLanguage: list[str] = []
    isAccessibleForFree: bool | None = None
    educationalLevel: str = ""
    learningResourceType: str = ""
    about: str = ""
    datePublished: datetime | None = None
    dateModified: datetime | None = None


class ProgrammeJsonLd(Thing):
    location: list[Place] = []
    startDate: datetime | None = None
    endDate: datetime | None = None
    organizer: list[Agent] = []
    subEvent: list[Event] = []
    workFeatured: list[Work] = []


class NewsJsonLd(Thing):
    headline: str
    author: list[Agent] = []
    publisher: Agent | None = None
    inLanguage: list[str] = []
    isAccessibleForFree: bool | None = None
    datePublished: date | None = None
    dateModified: datetime | None = None
