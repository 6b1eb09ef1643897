"""What an application says over HTTP."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


def _text(length: int, least: int = 0) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=length)


class Strict(BaseModel):
    """An unknown field is an error: a misspelt one would be lost in silence."""

    model_config = ConfigDict(extra="forbid")


class PublicText(Strict):
    """What citizens shall read, in one language."""

    name: Annotated[str, _text(140, 1)]
    summary: Annotated[str, _text(200)] = ""


class ChannelRow(Strict):
    channel: Annotated[str, _text(40, 1)] = Field(description="A code of `/vocabularies/channels`.")
    url: Annotated[str, _text(500, 1)]


class Colleague(Strict):
    """Somebody to be invited with the applicant."""

    email: Annotated[str, _text(254, 1)]
    role: Literal["contributor", "editor", "manager"] = "contributor"


class Contact(Strict):
    """Who applies: they become the institution's manager."""

    name: Annotated[str, _text(150, 1)]
    email: Annotated[str, _text(254, 1)]
    function: Annotated[str, _text(150)] = ""


class ApplicationIn(Strict):
    """An institution asks to be taken in."""

    legal_name: Annotated[str, _text(255, 1)]
    texts: dict[str, PublicText] = Field(
        default_factory=dict, description="Public name and summary, by locale."
    )
    registration_number: Annotated[str, _text(40)] = Field(
        "", description="SIRET, ОГРН or the like."
    )
    kind: Annotated[str, _text(40, 1)] = Field(
        description="A code of `/vocabularies/institution_kinds`."
    )
    ownership: Annotated[str, _text(40)] = Field(
        "", description="A code of `/vocabularies/ownerships`."
    )
    territory: Annotated[str, _text(40)] = Field(
        "", description="A code of `/vocabularies/territories`."
    )
    address: Annotated[str, _text(255)] = ""
    postal_code: Annotated[str, _text(12)] = ""
    town: Annotated[str, _text(100, 1)]
    website: Annotated[str, _text(500)] = ""
    public_email: Annotated[str, _text(254)] = ""
    public_phone: Annotated[str, _text(40)] = ""
    building_accessibility: list[str] = Field(default_factory=list, max_length=50)
    channels: list[ChannelRow] = Field(default_factory=list, max_length=20)
    contact: Contact
    colleagues: list[Colleague] = Field(default_factory=list, max_length=10)
    message: Annotated[str, _text(2000)] = ""
    language: Annotated[str, _text(12)] = Field(
        "", description="The locale of our letters; Accept-Language, when it is not said."
    )
    entitled: bool = Field(description="The applicant may speak for the institution.")
    homepage: str = Field(
        "",
        max_length=500,
        description="Leave it empty: a form hides this field, and only machines fill it in.",
    )


class ApplicationSent(BaseModel):
    """What happens next."""

    state: str = Field(description="`unconfirmed`: a letter with a link is on its way.")
    email: str = Field(description="Where the letter goes.")
    confirm_before: datetime
