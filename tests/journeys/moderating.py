"""What a moderator does with what waits: finds it, decides."""

from selenium.webdriver.common.by import By

from tests.journeys.editing import DIALOG
from tests.journeys.person import Person, quoted
from tests.journeys.waiting import until


def approve(person: Person, title: str) -> None:
    """What waits on the dashboard, from its row there."""
    _decide(person, title, "Approve")


def request_changes(person: Person, title: str, comment: str) -> None:
    """Sends it back to its author, with words."""
    _decide(person, title, "Request changes")
    with person.within(DIALOG):
        until(
            lambda: person.chrome.find_element(By.XPATH, f"{DIALOG}//textarea").is_displayed(),
            person.without("nowhere to say what to change"),
        )
        person.fill_named("comment", comment)
        person.leaving(lambda: person.press("Request changes"))


def _decide(person: Person, title: str, act: str) -> None:
    person.open("/admin/")
    person.reads("Awaiting your review", title)
    row = f"//tr[.//a[normalize-space(.)={quoted(title)}]]"
    with person.within(row):
        person.press("Actions")
    person.press(act)
