"""What an institution's editor does with an item: begins, fills in, sends for review."""

from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver.common.by import By

from tests.journeys.person import Person
from tests.journeys.waiting import until

# Where the form says whether what was typed is saved.
STATE = "return document.getElementById('w-autosave-indicator')?.dataset.wAutosaveStateValue"
DIALOG = "//*[contains(@class, 'modal-dialog')]"


@dataclass(frozen=True)
class Picture:
    """A file on the editor's desk, and what is told of it when it is handed in."""

    file: Path
    title: str
    shows: str
    credit: str
    licence: str


class ItemForm:
    """The form of one item, as it is open in somebody's browser."""

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def number(self) -> int:
        """Of the page; it has one from its first save on."""
        return int(self.person.chrome.current_url.split("/pages/")[1].split("/")[0])

    def describe(self, *, title: str, summary: str, category: str, format: str) -> None:
        self.person.tab("Content")
        self.person.fill("Title", title)
        self.person.fill("Summary", summary)
        self.person.choose("Category", category)
        self.person.choose("Format", format)

    def entitle(self, title: str) -> None:
        self.person.tab("Content")
        self.person.fill("Title", title)

    def summarise(self, summary: str) -> None:
        self.person.tab("Content")
        self.person.fill("Summary", summary)

    def illustrate(self, picture: Picture) -> None:
        """Hands in a new picture and chooses it."""
        self.person.tab("Content")
        self.person.press("Choose an image")
        with self.person.within(DIALOG):
            self.person.tab("Upload")
            self.person.hand_in("File", picture.file)
            self.person.fill("Title", picture.title)
            self.person.fill("Alternative text", picture.shows)
            self.person.fill("Credit", picture.credit)
            self.person.choose("Licence", picture.licence)
            self.person.press("Upload")
        self.person.reads(picture.title, picture.credit)

    def add_video(self, address: str) -> None:
        self.person.tab("Media")
        self.person.press("Insert a block")
        self.person.press("Video")
        self.person.fill("Address", address)

    def say_access(self, mode: str, address: str) -> None:
        self.person.tab("Access and time")
        self.person.choose("Access mode", mode)
        self.person.fill("Access address", address)

    def saved(self) -> None:
        """Waits until the form says that everything typed is kept."""
        until(
            lambda: self.person.chrome.execute_script(STATE) == "saved",
            "the draft is not saved",
        )

    def save(self) -> None:
        self.person.leaving(lambda: self.person.press("Save draft"))

    def submit(self, words: str = "Submit for review") -> None:
        self.act(words)

    def act(self, words: str) -> None:
        """One of the acts in the form's foot, the first or one of those that unfold."""

        def done() -> None:
            self.person.press("More actions")
            self.person.press(words)

        self.person.leaving(done)

    def asked_at(self, label: str) -> str:
        """What stands beside a field of what reviewers ask there."""
        field = self.person.field(label)
        around = field.find_element(By.XPATH, "ancestor::*[@data-field-wrapper][1]")
        return around.text

    def errors(self) -> list[str]:
        found = self.person.chrome.find_elements(By.CSS_SELECTOR, ".w-field__errors .error-message")
        return [one.text for one in found if one.is_displayed()]


def begin_item(person: Person, place: str = "") -> ItemForm:
    """From the menu; where there are several places, `place` is the one. Its form opens."""
    person.open("/admin/")
    person.leaving(lambda: person.press("Items"))
    person.leaving(lambda: person.press("Add item"))
    if place:
        person.press(place)
        person.leaving(lambda: person.press("Create a new item"))
    return ItemForm(person)


def open_item(person: Person, title: str) -> ItemForm:
    """From the menu over the list of items."""
    person.open("/admin/")
    person.leaving(lambda: person.press("Items"))
    person.leaving(lambda: person.press(title))
    return ItemForm(person)
