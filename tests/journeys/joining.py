"""How an institution comes in: it applies, is taken in, invites; the invited make an account."""

from tests.journeys.person import Person
from tests.journeys.post_office import Letter


def follow(person: Person, letter: Letter) -> None:
    """What a letter is about, in one's own browser; what its foot offers comes after that."""
    person.open(letter.links[0])


def confirm_application(person: Person, letter: Letter) -> None:
    follow(person, letter)
    person.leaving(lambda: person.press("Confirm"))


def take_in(person: Person, letter: Letter) -> None:
    """A moderator, at the application that the letter tells of."""
    follow(person, letter)
    person.leaving(lambda: person.press("Take the institution in"))


def make_account(person: Person, letter: Letter, *, first: str, last: str, password: str) -> None:
    """Whoever was invited is signed in afterwards."""
    follow(person, letter)
    person.fill("First name:", first)
    person.fill("Last name:", last)
    person.fill("Password:", password)
    person.fill("Password, once more:", password)
    person.leaving(lambda: person.press("Make my account and join"))


def invite(person: Person, institution: str, *, address: str, role: str) -> None:
    """A manager, on the screen of the institution's members."""
    person.open("/admin/")
    person.press("Settings")
    person.leaving(lambda: person.press("Institution records"))
    person.leaving(lambda: person.press(institution))
    person.press("Actions")
    person.leaving(lambda: person.press("Members"))
    with person.within("//section[.//*[normalize-space(.)='Invite by mail']]"):
        person.fill("E-mail address", address)
        person.choose("Role", role)
        person.leaving(lambda: person.press("Invite"))
