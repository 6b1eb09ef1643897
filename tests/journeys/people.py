"""Who takes part in a journey, and where they work, before it begins."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests.factories import CategoryFactory, InstitutionFactory, UserFactory
from tests.journeys.editing import Picture


@dataclass(frozen=True)
class Troupe:
    """A museum whose Irina edits, and the portal whose Marc moderates."""

    house: Any
    irina: Any
    marc: Any


def gather() -> Troupe:
    """They read the admin in English; the museum's pages are French."""
    house = InstitutionFactory(published=True, title="Musée de l'Écluse")
    CategoryFactory.found("fr", code="theatre", title="Théâtre")
    return Troupe(
        house=house,
        irina=UserFactory(
            username="irina", first_name="Irina", member_of=house.institution, language="en"
        ),
        marc=UserFactory(username="marc", first_name="Marc", group="Moderators", language="en"),
    )


def lantern(folder: Path) -> Picture:
    """A photograph on somebody's disk, large enough to head an item."""
    file = folder / "lantern.png"
    Image.new("RGB", (1200, 675), "firebrick").save(file)
    return Picture(
        file=file,
        title="The lantern of the grand hall",
        shows="Une lanterne rouge devant un rideau",
        credit="Photo : Anne Morel",
        licence="CC BY 4.0 – Attribution",
    )
