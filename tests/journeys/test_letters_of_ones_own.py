"""A moderator whose keyboard has other letters than Latin ones decides with it all the same."""

from collections.abc import Callable

from tests.journeys.keyboard import Keyboard
from tests.journeys.people import gather
from tests.journeys.person import Person
from tests.journeys.portal import Portal
from tests.journeys.test_ten_by_keyboard import submitted
from tests.journeys.waiting import until

Seat = Callable[[str], Person]
FOCUSED = "return document.activeElement.matches('[data-desk-title]')"


def test_keys_count_by_their_place(person: Seat, portal: Portal) -> None:
    troupe = gather()
    for title in ("Premier acte", "Second acte"):
        submitted(troupe, title)
    marc = person("Marc")
    keyboard = Keyboard(marc)
    marc.sign_in(troupe.marc)
    marc.leaving(lambda: marc.press("Begin with the first"))
    marc.reads("Premier acte")
    assert marc.chrome.execute_script(FOCUSED)  # a screen reader begins there
    keyboard.strike('"', "[", "\\")  # no key of ours, and no error either
    _leaving(marc, "ф", "KeyA")
    marc.reads("Second acte")
    until(lambda: portal.card("Premier acte"), "it is not public")
    _leaving(marc, "т", "KeyN")
    marc.reads("Nothing else waits for you here")


def _leaving(person: Person, letter: str, place: str) -> None:
    """Strikes the key until another page stands there: its first moments take none."""
    page = person.page()

    def left() -> bool:
        if person.page() == page:
            for kind in ("keyDown", "keyUp"):
                event = {"type": kind, "key": letter, "code": place, "text": letter}
                person.chrome.execute_cdp_cmd("Input.dispatchKeyEvent", event)
        return person.page() != page

    until(left, person.without(f"“{letter}” leads nowhere"))
    person.loaded()
