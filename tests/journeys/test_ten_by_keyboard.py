"""A moderator decides ten items and never touches the mouse."""

from collections.abc import Callable

from cms.editorial.models.submissions import Submission
from cms.editorial.workflow import services
from tests.factories import ItemFactory
from tests.journeys.desk import DeskByKeyboard
from tests.journeys.keyboard import Keyboard
from tests.journeys.people import Troupe, gather
from tests.journeys.person import Person
from tests.journeys.portal import Portal

Seat = Callable[[str], Person]
TITLES = [f"Les coulisses, acte {number}" for number in range(1, 11)]
ENGLISH, OUTSIDE = TITLES[3], TITLES[7]


def test_ten_items_are_decided_with_the_keyboard_alone(person: Seat, portal: Portal) -> None:
    troupe = gather()
    for title in TITLES:
        submitted(troupe, title)
    marc = person("Marc")
    keyboard = Keyboard(marc)
    desk = DeskByKeyboard(marc, keyboard)

    keyboard.sign_in(troupe.marc.username)
    marc.reads("10 items wait for your review")
    desk.begin()
    desk.ask_for_help()
    for title in TITLES:
        marc.reads(title)
        if title == ENGLISH:
            desk.ask_for_changes(place="Summary", words="Écrivez-le en français.")
        elif title == OUTSIDE:
            desk.reject()
        else:
            desk.approve()
    marc.reads("Nothing waits")

    approved = [title for title in TITLES if title not in (ENGLISH, OUTSIDE)]
    assert [portal.public_item(title)["title"] for title in approved] == approved
    assert portal.card(ENGLISH) is None
    assert portal.card(OUTSIDE) is None
    outcomes = dict(Submission.objects.values_list("page__draft_title", "status"))
    assert outcomes == dict.fromkeys(approved, Submission.Status.APPROVED) | {
        ENGLISH: Submission.Status.CHANGES_REQUESTED,
        OUTSIDE: Submission.Status.REJECTED,
    }


def submitted(troupe: Troupe, title: str) -> None:
    item = ItemFactory(parent=troupe.house, owner=troupe.irina, title=title)
    item.save_revision(user=troupe.irina)
    services.submit(page=item, user=troupe.irina)
