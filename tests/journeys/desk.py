"""What a moderator does at the review desk, by mouse or by keyboard."""

from selenium.webdriver.common.keys import Keys

from tests.journeys.keyboard import Keyboard
from tests.journeys.person import Person
from tests.journeys.waiting import until

BEGIN = "Begin with the first"
REASONS_OPEN = "return document.querySelector('[data-desk-reasons]').open"


class DeskByKeyboard:
    """The item before one, decided without a mouse. Each decision brings the next item."""

    def __init__(self, person: Person, keyboard: Keyboard) -> None:
        self.person, self.keyboard = person, keyboard

    def begin(self) -> None:
        """From the dashboard, with the item that is most urgent."""
        self.keyboard.reach(BEGIN)
        self.person.leaving(lambda: self.keyboard.strike(Keys.ENTER))

    def approve(self) -> None:
        self.keyboard.until_left("a")

    def ask_for_changes(self, *, place: str, words: str) -> None:
        """For the second of the canned reasons; sent from where one has just written."""
        self._tick_the_second("c")
        self.keyboard.strike(Keys.TAB, place, Keys.TAB, Keys.TAB, words)
        self.person.leaving(lambda: self.keyboard.with_control(Keys.ENTER))

    def reject(self) -> None:
        """For the second reason; asked whether it is meant, one goes back to the button that says
        so."""
        self._tick_the_second("r")
        self.keyboard.strike("r")
        self.person.reads("Reject it for good?")
        self.keyboard.back()
        self.person.leaving(lambda: self.keyboard.strike(Keys.ENTER))

    def ask_for_help(self) -> None:
        self.keyboard.strike("?")
        self.person.reads("approve; the next one follows")
        self.keyboard.strike(Keys.ESCAPE)

    def _tick_the_second(self, key: str) -> None:
        """The key of a decision opens the reasons, while none is chosen."""
        until(
            lambda: self.person.chrome.execute_script(REASONS_OPEN) or self.keyboard.strike(key),
            self.person.without(f"“{key}” opens no reasons"),
        )
        self.keyboard.strike("j", Keys.SPACE)


def approve(person: Person, title: str) -> None:
    """What waits, opened from the dashboard."""
    _open(person, title)
    person.leaving(lambda: person.press("Approve a"))


def ask_for_changes(person: Person, title: str, *, reason: str, place: str, words: str) -> None:
    """Sends it back to its author: for a canned reason, at a field, in one's own words."""
    _open(person, title)
    person.press("Reasons to ask for changes, or to reject c")
    person.tick(reason)
    with person.within(f"//li[label[normalize-space(.)='{reason}']]"):
        person.choose("at the field", place)
        person.fill(f"What to change: {reason}", words)
    person.leaving(lambda: person.press("Ask for changes c"))


def _open(person: Person, title: str) -> None:
    person.open("/admin/")
    person.leaving(lambda: person.press(title))
