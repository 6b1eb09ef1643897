"""The demo's tokens of the authoring API, meant to be printed like its passwords."""

from dataclasses import dataclass

from cms.accounts.tokens import MEDIA_SCOPE, MODERATION_SCOPE, READ_SCOPE, WRITE_SCOPE


@dataclass(frozen=True)
class Presented:
    """A token of the authoring API, of one of these accounts."""

    name: str
    username: str
    token: str
    scopes: tuple[str, ...]
    told: str


# Under which the first of these numbers its items.
DEMO_SOURCE = "marees-cms"
DEMO_TOKENS = (
    Presented(
        "Demo",
        "manager",
        "cou_demo-theatre-des-marees",
        (READ_SCOPE, WRITE_SCOPE, MEDIA_SCOPE),
        f"writes drafts of Théâtre des Marées, source {DEMO_SOURCE}",
    ),
    Presented(
        "Demo",
        "moderator",
        "cou_demo-moderator",
        (READ_SCOPE, MODERATION_SCOPE),
        "reviews and decides",
    ),
)
