"""An item is sent back, mended and approved; what is public changes when its next text is too."""

from collections.abc import Callable

from tests.factories import ItemFactory
from tests.journeys.editing import ItemForm
from tests.journeys.moderating import approve, request_changes
from tests.journeys.people import gather
from tests.journeys.person import Person
from tests.journeys.portal import Portal

Seat = Callable[[str], Person]
FIRST = "A night"
MENDED = "De sept heures du soir à minuit, derrière le rideau."
NEXT = "Désormais jusqu'à l'aube, derrière le rideau."


def test_an_item_is_sent_back_mended_approved_and_edited_again(
    person: Seat, portal: Portal
) -> None:
    troupe = gather()
    item = ItemFactory(
        parent=troupe.house, owner=troupe.irina, title="Une nuit au musée", summary=FIRST
    )
    item.save_revision(user=troupe.irina)
    irina, marc = person("Irina"), person("Marc")
    irina.sign_in(troupe.irina)
    marc.sign_in(troupe.marc)

    # Irina sends what she has, and Marc sends it back.
    form = _open(irina, "Une nuit au musée")
    form.submit()
    request_changes(marc, "Une nuit au musée", "Le résumé est en anglais.")
    assert portal.card("Une nuit au musée") is None

    # Irina mends it, and it is approved.
    form = _open(irina, "Une nuit au musée")
    form.summarise(MENDED)
    form.submit("Submit for review again")
    approve(marc, "Une nuit au musée")
    assert portal.public_item("Une nuit au musée")["summary"] == MENDED

    # She edits it: what is public stays until the new text is approved as well.
    form = _open(irina, "Une nuit au musée")
    form.summarise(NEXT)
    form.submit()
    assert portal.public_item("Une nuit au musée")["summary"] == MENDED
    approve(marc, "Une nuit au musée")
    portal.comes_to_say("Une nuit au musée", "summary", NEXT)


def _open(person: Person, title: str) -> ItemForm:
    """From the menu over the list of items."""
    person.open("/admin/")
    person.leaving(lambda: person.press("Items"))
    person.leaving(lambda: person.press(title))
    return ItemForm(person)
