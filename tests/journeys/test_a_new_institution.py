"""A new institution applies, is taken in, invites a colleague, who signs in and drafts."""

from collections.abc import Callable

import requests

from tests.factories import UserFactory
from tests.journeys.editing import begin_item
from tests.journeys.joining import confirm_application, invite, make_account, take_in
from tests.journeys.person import Person
from tests.journeys.portal import Portal
from tests.journeys.post_office import PostOffice

Seat = Callable[[str], Person]
APPLICATION = {
    "legal_name": "Théâtre des Brumes",
    "kind": "theatre",
    "territory": "fr_52",
    "town": "Nantes",
    "website": "https://brumes.example.org/",
    "texts": {"fr": {"name": "Théâtre des Brumes", "summary": "Un théâtre au bord de l'eau."}},
    "contact": {"name": "Anne Morel", "email": "anne@brumes.example.org"},
    "language": "en",
    "entitled": True,
}
PASSWORD = "a-lantern-behind-the-curtain"


def test_a_new_institution_applies_and_its_colleague_drafts(
    person: Seat, portal: Portal, post: PostOffice
) -> None:
    marc = UserFactory(username="marc", first_name="Marc", group="Moderators", language="en")

    # Anne fills in the form of a frontend, which sends it on; she confirms her address.
    sent = requests.post(f"{portal.url}/api/v1/applications", json=APPLICATION, timeout=30)
    assert sent.status_code == 202, sent.text
    anne = person("Anne")
    confirm_application(anne, post.letter("anne@brumes.example.org", "confirm the application"))
    anne.reads("The portal's team reads it")

    # Marc is told, looks at it and takes it in.
    reader = person("Marc")
    reader.sign_in(marc)
    take_in(reader, post.letter(marc.email, "Théâtre des Brumes applies"))

    # Anne makes her account and invites Boris.
    invitation = post.letter("anne@brumes.example.org", "invit")
    make_account(anne, invitation, first="Anne", last="Morel", password=PASSWORD)
    anne.reads("Good to see you, Anne")
    invite(anne, "Théâtre des Brumes", address="boris@brumes.example.org", role="Editor")

    # Boris makes his and drafts.
    boris = person("Boris")
    invitation = post.letter("boris@brumes.example.org", "invit")
    make_account(boris, invitation, first="Boris", last="Leduc", password=PASSWORD)
    item = begin_item(boris, place="Théâtre des Brumes – French")
    item.entitle("Un soir de brume")
    item.saved()
    anne.open("/admin/items/")
    anne.reads("Un soir de brume", "Draft")
    assert portal.card("Un soir de brume") is None
