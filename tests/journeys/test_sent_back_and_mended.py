"""An item is sent back, mended and approved; what is public changes when its next text is too."""

from collections.abc import Callable

from tests.factories import ItemFactory
from tests.journeys.desk import approve, ask_for_changes
from tests.journeys.editing import ItemForm, open_item
from tests.journeys.people import gather
from tests.journeys.person import Person
from tests.journeys.portal import Portal
from tests.journeys.post_office import PostOffice

Seat = Callable[[str], Person]
TITLE = "Une nuit au musée"
ENGLISH = "Behind the curtain, from seven to midnight."
ASKED = "Écrivez le résumé en français, s'il vous plaît."
MENDED = "De sept heures du soir à minuit, derrière le rideau."
NEXT = "Désormais jusqu'à l'aube, derrière le rideau."


def test_an_item_is_sent_back_mended_approved_and_edited_again(
    person: Seat, portal: Portal, post: PostOffice
) -> None:
    troupe = gather()
    ItemFactory(parent=troupe.house, owner=troupe.irina, title=TITLE, summary=ENGLISH)
    irina, marc = person("Irina"), person("Marc")
    irina.sign_in(troupe.irina)
    marc.sign_in(troupe.marc)

    # Irina sends what she has. Marc is written to, and sends it back with a reason at a field.
    open_item(irina, TITLE).submit()
    assert "Irina" in post.letter(troupe.marc.email, f"To review: {TITLE}").text
    ask_for_changes(marc, TITLE, reason="Description needs work", place="Summary", words=ASKED)
    assert ASKED in post.letter(troupe.irina.email, f"To change: {TITLE}").text
    assert portal.card(TITLE) is None

    # Her page begins with what he asks; one click leads to the field, and he is quoted there.
    irina.open("/admin/")
    irina.reads("Waiting for your answer", ASKED)
    irina.leaving(lambda: irina.press("Summary"))
    irina.is_at("Summary")
    form = ItemForm(irina)
    assert ASKED in form.asked_at("Summary")
    form.summarise(MENDED)
    form.submit("Submit for review again")

    # It is approved, and public as she mended it.
    post.letter(troupe.marc.email, f"To review: {TITLE}")
    approve(marc, TITLE)
    assert portal.public_item(TITLE)["summary"] == MENDED
    post.letter(troupe.irina.email, "is on the portal")

    # She edits it: what is public stays until the new text is approved as well.
    form = open_item(irina, TITLE)
    form.summarise(NEXT)
    form.submit()
    post.letter(troupe.marc.email, f"To review: {TITLE}")
    assert portal.public_item(TITLE)["summary"] == MENDED
    approve(marc, TITLE)
    portal.comes_to_say(TITLE, "summary", NEXT)
