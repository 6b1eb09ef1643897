"""An institution's editor writes an item; a moderator approves it; everybody may read it."""

from collections.abc import Callable
from pathlib import Path

import requests

from tests.journeys.desk import approve
from tests.journeys.editing import begin_item
from tests.journeys.people import gather, lantern
from tests.journeys.person import Person
from tests.journeys.portal import Portal

Seat = Callable[[str], Person]


def test_an_item_goes_from_its_editor_over_a_moderator_to_the_public(
    person: Seat, portal: Portal, tmp_path: Path
) -> None:
    troupe = gather()

    irina = person("Irina")
    irina.sign_in(troupe.irina)
    item = begin_item(irina)
    irina.reads("7 things are missing to publish")
    item.describe(
        title="Une nuit au musée",
        summary="De sept heures du soir à minuit, derrière le rideau.",
        category="Théâtre",
        format="Recording",
    )
    item.illustrate(lantern(tmp_path))
    item.add_video("https://video.example.org/w/1")
    item.say_access("Free", "https://ecluse.example.org/une-nuit")
    item.saved()
    irina.tab("Content")
    irina.reads("Nothing is missing to publish")
    item.submit()
    irina.reads("Une nuit au musée", "submitted")
    assert portal.card("Une nuit au musée") is None, "nobody has approved it yet"

    marc = person("Marc")
    marc.sign_in(troupe.marc)
    approve(marc, "Une nuit au musée")

    public = portal.public_item("Une nuit au musée")
    assert public["summary"] == "De sept heures du soir à minuit, derrière le rideau."
    assert public["category"]["code"] == "theatre"
    assert public["media"][0]["value"]["url"] == "https://video.example.org/w/1"
    assert public["image"]["alt"] == "Une lanterne rouge devant un rideau"
    picture = requests.get(public["image"]["src"], timeout=30)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/png")
