"""Somebody who never touches a mouse."""

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.factories.people import PASSWORD
from tests.journeys.person import Person
from tests.journeys.waiting import until

STOPS = 120  # presses of Tab until what one looks for is given up
FOCUSED = """
const one = document.activeElement;
if (one === document.body) return '';
const told = one.getAttribute('aria-label') || one.innerText || one.labels?.[0]?.innerText;
return (told || one.name || '').trim();
"""


class Keyboard:
    """Strikes keys wherever the focus is, as a keyboard does."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def strike(self, *keys: str) -> None:
        for key in keys:
            ActionChains(self.person.chrome).send_keys(key).perform()

    def with_control(self, key: str) -> None:
        chain = ActionChains(self.person.chrome)
        chain.key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()

    def back(self) -> None:
        """To what comes before the focus."""
        chain = ActionChains(self.person.chrome)
        chain.key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()

    def focused(self) -> str:
        """The words of what has the focus."""
        return str(self.person.chrome.execute_script(FOCUSED))

    def reach(self, words: str) -> None:
        """Tab by Tab to what says so."""
        for _ in range(STOPS):
            if words.casefold() in self.focused().casefold():
                return
            self.strike(Keys.TAB)
        raise AssertionError(f"{self.person.name} does not reach “{words}” with the Tab key")

    def sign_in(self, username: str) -> None:
        self.person.open("/admin/login/")
        self.reach("username")
        self.strike(username, Keys.TAB, PASSWORD)
        self.person.leaving(lambda: self.strike(Keys.ENTER))

    def until_left(self, key: str) -> None:
        """Strikes the key until another page stands there.

        A page takes no keys in its first moments: whoever is quick strikes it once more.
        """
        page = self.person.page()

        def left() -> bool:
            if self.person.page() == page:
                self.strike(key)
            return self.person.page() != page

        until(left, self.person.without(f"“{key}” leads nowhere"))
        self.person.loaded()
