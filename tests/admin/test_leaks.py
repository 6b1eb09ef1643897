"""The table of leaks, empty: every address of the admin, asked by members of another institution.

What an institution has carries a word that no answer may hold. The addresses are read from the
resolver, so a new screen is in the table by being there.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve
from wagtail.models import Page

from cms.core.admin_addresses import ADDRESSES, ARGUMENTS, FILTERS, is_known, model_of, named_by
from cms.core.admin_screens.bulk import OnlyMine
from cms.core.visibility import is_ruled, visible_to
from cms.institutions.models import Institution
from cms.institutions.services import decline_changes
from tests.admin.conftest import signed_in
from tests.admin.leaks.addresses import Address, addresses, bulk_actions, listings, patterns
from tests.admin.leaks.belongings import Watch
from tests.admin.leaks.trying import Leak, asked, body, tried
from tests.admin.leaks.world import MARK, House, World, permission
from tests.factories import UserFactory

FORM = "application/x-www-form-urlencoded"
THOROUGHLY = ("publisher",)
# An editor may nothing that a manager may not (`test_roles`).
EVERYBODY = ("contributor", "manager", "operator", "publisher", "reader")


pytestmark = pytest.mark.usefixtures("world", "db", "quiet")


def told(leaks: list[Leak]) -> str:
    return "\n".join(str(leak) for leak in leaks)


def lists_tried(client: Client, found: Iterable[Address], *, thoroughly: bool) -> Iterator[Leak]:
    """Every listing; its searches, orders and exports only where it opens at all."""
    opens: set[str] = set()
    for address in found:
        plain = address.path.partition("?")[0]
        if address.path != plain and not (thoroughly and plain in opens):
            continue
        answer = asked(client, address)
        if answer.status == 200:
            opens.add(plain)
        if answer.is_leak:
            yield answer


def test_every_argument_of_the_admin_names_something_that_has_a_rule() -> None:
    """A new screen whose address takes an id: say in `admin_addresses` what it names."""
    unknown = [
        f"{name}: {argument}"
        for name, _route, arguments in patterns()
        for argument in arguments
        if not is_known(name, argument, dict.fromkeys(arguments, "x"))
    ]
    assert unknown == [], "everybody but the portal's staff is kept out"


def test_everything_an_address_names_has_a_rule() -> None:
    named = {
        *ARGUMENTS.values(),
        *FILTERS.values(),
        *(one for arguments in ADDRESSES.values() for one in arguments.values()),
    }
    models = {one[0]: model_of(one) for one in named}
    assert [label for label, model in models.items() if model is None] == []
    assert [label for label, model in models.items() if model and not is_ruled(model)] == []


def test_an_argument_nobody_described_opens_for_nobody() -> None:
    assert named_by("some_screen", "thing_id", {"thing_id": 1}) is None


def test_the_table_is_as_long_as_the_admin_is_wide(world: World) -> None:
    ids = world.theirs.ids
    rows = [*listings(ids), *addresses(ids)]
    assert len({str(one) for one in rows}) > 1000
    assert {one.pattern for one in rows} == {name for name, _route, _arguments in patterns()}


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_screen_tells_of_another_institution(world: World, who: str) -> None:
    """Searches, orders and exports are asked for as the one with most rights."""
    client = signed_in(world.people()[who])
    ids = world.theirs.ids
    lists = lists_tried(client, listings(ids), thoroughly=who in THOROUGHLY)
    leaks = [*lists, *tried(client, addresses(ids))]
    assert leaks == [], told(leaks)


def test_ones_own_screens_do_not_either(world: World) -> None:
    """Their draft shows what is public of the other: under the name it is public by."""
    client = signed_in(world.publisher)
    leaks = list(tried(client, addresses(world.ours.ids)))
    assert leaks == [], told(leaks)


def test_one_foreign_id_beside_ones_own(world: World) -> None:
    client, ours, theirs = signed_in(world.publisher), world.ours.ids, world.theirs.ids
    mixed = [
        {**ours, kind: theirs[kind]}
        for kind in ("revision", "task_state", "workflow_state", "preview_token", "section")
    ]
    tries = {str(one): one for ids in mixed for one in addresses(ids)}
    known = {str(one) for one in addresses(ours)}
    leaks = list(tried(client, [one for path, one in tries.items() if path not in known]))
    assert leaks == [], told(leaks)


def test_every_bulk_action_is_narrowed() -> None:
    """“All” would be everybody's; an action Wagtail or a room adds is narrowed in `bulk.py`."""
    wide = [
        f"{label}: {name}"
        for label, actions in bulk_actions().items()
        for name, action in actions.items()
        if not issubclass(action, OnlyMine)
    ]
    assert wide == []


UNREADABLE = (
    "/admin/bulk/wagtailcore/page/delete/?id=abc",
    "/admin/bulk/wagtailcore/page/delete/?id=",
    f"/admin/bulk/wagtailcore/page/delete/?id={'9' * 30}",
    "/admin/bulk/wagtailcore/page/delete/?id=all&childOf=abc",
    "/admin/choose-page/?target_pages[]=abc&user_perms=move_to",
    "/admin/choose-page/chosen-multiple/?id=abc",
    "/admin/images/chooser/chosen-multiple/?id=abc",
    "/admin/people_chooser/chosen-multiple/?id=abc",
    "/admin/institution_chooser/chosen-multiple/?id=abc",
)


@pytest.mark.parametrize("address", UNREADABLE)
@pytest.mark.parametrize("who", ["publisher", "superuser"])
def test_an_id_that_is_none_is_not_there(world: World, who: str, address: str) -> None:
    person = UserFactory(superuser=True) if who == "superuser" else world.publisher
    assert signed_in(person).get(address).status_code == 404


def test_many_ids_are_asked_for_at_once(world: World, django_assert_max_num_queries: Any) -> None:
    client = signed_in(world.publisher)
    ids = "&".join(f"id={world.theirs.draft.pk + number}" for number in range(100))
    with django_assert_max_num_queries(25):
        client.get(f"/admin/choose-page/chosen-multiple/?{ids}")


def test_each_record_is_offered_once(world: World) -> None:
    """However many members its institution has."""
    seen = visible_to(world.ours.members["editor"], Institution.objects.all())
    assert list(seen) == [world.ours.record]


def forged_ids(theirs: House) -> dict[str, Any]:
    """What forms and the admin's own API name others' things by."""
    return {
        "new_parent_page": theirs.page.pk,
        "parent_page": theirs.page.pk,
        "chooser": theirs.page.pk,
        "collection": theirs.record.collection_id,
        "redirect_page": theirs.draft.pk,
        "user": theirs.members["editor"].pk,
        "destination_page_id": theirs.page.pk,
        "revision_id": theirs.draft.latest_revision_id,
    }


def respelled(forged: dict[str, Any]) -> dict[str, Any]:
    names = ("new_parent_page", "collection", "destination_page_id")
    return forged | {name: f" {forged[name]}" for name in names}


# How a client of Django's tests sends a dictionary; JSON only where the view reads it.
ENCODINGS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "multipart": lambda data: {"data": data},
    "urlencoded": lambda data: {"data": urlencode(data), "content_type": FORM},
    "json": lambda data: {"data": json.dumps(data), "content_type": "application/json"},
}


def read_as(encoding: str, found: Iterable[Address]) -> Iterator[Address]:
    """Those addresses whose view may read a body of this kind otherwise than one of another: Django
    reads both kinds of forms alike, only REST framework has parsers of its own."""
    for address in found:
        view = resolve(address.path.partition("?")[0]).func
        if encoding == "multipart" or hasattr(view, "cls"):
            yield address


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("who", ["publisher", "contributor", "manager"])
def test_nothing_is_told_or_changed_by_posting(world: World, who: str, encoding: str) -> None:
    """Forged ids in every role and encoding; without them and spelled otherwise, in one."""
    client = signed_in(world.people()[who])
    watch = Watch(world.theirs)
    forged = forged_ids(world.theirs) | {"action-publish": "1", "next": "/admin/"}
    everything = list(read_as(encoding, addresses(world.theirs.ids)))
    assert everything
    thoroughly = who in THOROUGHLY and encoding == "multipart"
    for data in ({}, forged, respelled(forged)) if thoroughly else (forged,):
        for address in everything:
            with transaction.atomic(), watch.listening():
                answer = client.post(address.path, **ENCODINGS[encoding](data))
                assert answer.status_code < 500, f"POST {address}"
                assert MARK.lower() not in body(answer).lower(), f"POST {address}"
                if answer.status_code != 404:
                    assert watch.changed() == [], f"POST {address}"
                    transaction.set_rollback(True)
    assert watch.changed(since_ever=True) == []


@pytest.mark.parametrize("method", ["put", "delete"])
def test_nothing_is_changed_through_the_translators_screens(world: World, method: str) -> None:
    client, watch = signed_in(world.publisher), Watch(world.theirs)
    asked_of = [one for one in addresses(world.theirs.ids) if "localize:" in one.pattern]
    asked_of += [one for one in addresses(world.theirs.ids) if "/overrides/" in one.path]
    assert asked_of
    form = {"data": f"value={world.ours.image.pk}", "content_type": FORM}
    leaks = list(tried(client, asked_of, method, **form))
    assert leaks == [], told(leaks)
    assert watch.changed(since_ever=True) == []
    override = next(one for one in asked_of if "/overrides/" in one.path)
    assert asked(client, override, method, **form).status == 404


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("who", ["publisher", "contributor", "manager"])
def test_forged_ids_beside_ones_own_page_tell_nothing(
    world: World, who: str, encoding: str
) -> None:
    """Copy or move it below theirs, set their image as one's own: forms answer without the name."""
    client, theirs = signed_in(world.people()[who]), world.theirs
    forged = forged_ids(theirs) | {
        "image": theirs.image.pk,
        "title": "Nostrum",
        "new_title": "Nostrum",
        "new_slug": "nostrum",
    }
    everything = list(read_as(encoding, addresses(world.ours.ids)))
    leaks: list[Leak] = []
    thoroughly = who in THOROUGHLY and encoding == "multipart"
    for data in (forged, respelled(forged)) if thoroughly else (forged,):
        leaks += tried(client, everything, "post", **ENCODINGS[encoding](data))
    leaks = [one for one in leaks if one.status < 500]  # forms without their streams
    assert leaks == [], told(leaks)


API = "/admin/api/main/pages/{}/action/{}/"
# Content types that the admin's API reads as JSON or as a form, though Django's views do not.
LOOSE = ("application/json", "application/json; charset=utf-16", "*/*", "application/*", "text/*")


@pytest.mark.parametrize("kind", [*LOOSE, "multipart", "urlencoded"])
@pytest.mark.parametrize("action", ["move", "copy", "create_alias"])
def test_the_admins_api_takes_no_foreign_destination(world: World, action: str, kind: str) -> None:
    client, ours, theirs = signed_in(world.publisher), world.ours, world.theirs
    address = API.format(ours.draft.pk, action)
    watch, pages = Watch(theirs), Page.objects.count()
    for page in (theirs.page, theirs.draft, theirs.live):
        for spelled in (page.pk, str(page.pk), f" {page.pk}", f"{page.pk}.0", [page.pk]):
            data = {"destination_page_id": spelled}
            with watch.listening():
                answer = posted_as(client, address, kind, data)
            assert answer.status_code == (415 if kind == "text/*" else 404), spelled
            assert (watch.changed(), Page.objects.count()) == ([], pages), spelled
    assert watch.changed(since_ever=True) == []


def posted_as(client: Client, address: str, kind: str, data: dict[str, Any]) -> Any:
    if kind in ENCODINGS:
        return client.post(address, **ENCODINGS[kind](data))
    charset = kind.partition("charset=")[2] or "utf-8"
    return client.generic("POST", address, json.dumps(data).encode(charset), kind)


def test_the_admins_api_takes_ones_own(world: World) -> None:
    client, ours = signed_in(world.publisher), world.ours
    for data in ({"destination_page_id": ours.page.pk}, {}):
        with transaction.atomic():
            answer = client.post(
                API.format(ours.draft.pk, "copy"),
                data={**data, "keep_live": False},
                content_type="application/json",
            )
            assert answer.status_code == 201, answer.content
            made = Page.objects.get(pk=answer.json()["id"])
            assert made.get_parent().pk == ours.page.pk
            transaction.set_rollback(True)


def test_the_admins_api_takes_no_foreign_revision(world: World) -> None:
    client, ours, theirs = signed_in(world.publisher), world.ours, world.theirs
    address = API.format(ours.draft.pk, "revert_to_page_revision")
    for encoding in ENCODINGS:
        data = {"revision_id": theirs.draft.latest_revision_id}
        assert client.post(address, **ENCODINGS[encoding](data)).status_code == 404


@pytest.mark.parametrize(
    ("who", "right", "reads"),
    [
        ("contributor", "", False),
        ("contributor", "view_institution", False),
        ("editor", "add_institution", False),
        ("editor", "change_institution", True),
        ("manager", "", True),
        ("manager", "view_institution", True),
    ],
)
def test_why_a_change_was_declined_is_for_who_may_propose_one(
    world: World, who: str, right: str, reads: bool
) -> None:
    """In the history of the site and in the record's own; Wagtail asks for any right at all."""
    record = Institution.objects.get(pk=world.ours.record.pk)
    words = "That is another museum."
    person = world.ours.members[who]
    history = f"/admin/institution_records/history/{record.pk}/"
    # The export holds no reasons, but says what was done with which record.
    sites = {
        "/admin/reports/site-history/": words,
        "/admin/reports/site-history/?export=csv": "Changes declined",
    }
    with transaction.atomic():
        person.user_permissions.set([permission("institutions", right)] if right else [])
        record.town = "Brest"
        record.save_revision(user=person)
        decline_changes(record, by=UserFactory(superuser=True), reason=words)
        client = signed_in(person)
        assert (words in body(client.get(history, follow=True))) == reads
        for address, told_by in sites.items():
            shown = told_by in body(client.get(address, follow=True))
            assert shown == (reads and bool(right)), address
        transaction.set_rollback(True)


RECORDS_API = "/admin/localize/api/snippets/institutions/institution/"


@pytest.mark.parametrize("who", ["contributor", "editor", "manager", "moderator", "superuser"])
def test_the_translators_list_of_records_is_of_those_one_sees(world: World, who: str) -> None:
    staff = who in ("moderator", "superuser")
    person = {
        "moderator": lambda: UserFactory(group="Moderators"),
        "superuser": lambda: UserFactory(superuser=True),
    }.get(who, lambda: world.ours.members[who])()
    client = signed_in(person)
    found = {one["id"]: one for one in client.get(RECORDS_API).json()}
    ours, theirs = world.ours.record.pk, world.theirs.record.pk
    assert set(found) == ({ours, theirs} if staff else {ours})
    form = f"/admin/institution_records/edit/{ours}/"
    assert found[ours]["edit_url"] == (form if staff or who == "manager" else None)
    assert client.get(f"{RECORDS_API}{ours}/").json() == found[ours]
    assert client.get(f"{RECORDS_API}{theirs}/").status_code == (200 if staff else 404)


def test_who_is_not_signed_in_reads_nothing(world: World) -> None:
    ids = world.theirs.ids
    plain = [one for one in listings(ids) if "?" not in one.path]
    leaks = list(tried(Client(), [*plain, *addresses(ids)]))
    assert leaks == [], told(leaks)


def test_what_is_hidden_answers_as_what_does_not_exist(world: World) -> None:
    client = signed_in(world.ours.members["editor"])
    for pattern in ("/admin/pages/{}/edit/", "/admin/images/{}/", "/admin/pages/{}/history/"):
        hidden = world.theirs.image.pk if "images" in pattern else world.theirs.draft.pk
        answers = [client.get(pattern.format(pk)) for pk in (hidden, 999_999)]
        assert [one.status_code for one in answers] == [404, 404]
        assert answers[0].content == answers[1].content


OWN_THINGS = (
    "/admin/pages/{page}/edit/",
    "/admin/pages/{page}/history/",
    "/admin/pages/{section}/",
    "/admin/choose-page/{section}/",
    "/admin/choose-page/search/?q={word}",
    "/admin/choose-page/chosen-multiple/?id={page}",
    "/admin/images/",
    "/admin/images/{image}/",
    "/admin/images/chooser/",
    "/admin/images/chooser/results/?q={word}",
    "/admin/documents/",
    "/admin/documents/chooser/",
    "/admin/documents/chooser/chosen/{document}/",
    "/admin/people_chooser/",
    "/admin/people_chooser/chosen/{user}/",
    "/admin/institution_chooser/",
    "/admin/reports/site-history/",
    "/admin/reports/workflow/",
    "/admin/reports/page-types-usage/",
    "/admin/api/main/pages/{page}/",
    "/admin/api/main/images/{image}/",
    "/admin/tag-autocomplete/?term={word}",
)


@pytest.mark.parametrize("house", ["ours", "theirs"])
@pytest.mark.parametrize("address", OWN_THINGS)
def test_members_see_their_own(world: World, house: str, address: str) -> None:
    """The guard is no wall: each institution's editor reads its own word everywhere."""
    whose = getattr(world, house)
    client = signed_in(whose.members["editor"])
    text = body(client.get(address.format(**whose.ids, word=whose.word[:6])))
    assert whose.word.lower() in text.lower()


# The report of types names the newest page of each, whosever it is.
EVERYBODYS_THINGS = [one for one in OWN_THINGS if "page-types-usage" not in one]


@pytest.mark.parametrize("address", EVERYBODYS_THINGS)
@pytest.mark.parametrize("who", ["moderator", "superuser"])
def test_the_portals_staff_see_all(world: World, who: str, address: str) -> None:
    superuser = who == "superuser"
    person = UserFactory(
        superuser=superuser, group="" if superuser else "Moderators", language="en"
    )
    response = signed_in(person).get(address.format(**world.theirs.ids, word=MARK[:6]))
    assert MARK.lower() in body(response).lower()


def test_what_is_public_is_offered_under_its_public_name(world: World) -> None:
    client = signed_in(world.ours.members["editor"])
    for address in (
        "/admin/choose-page/search/?q=Ouverte",
        f"/admin/choose-page/{world.theirs.page.pk}/",
        f"/admin/choose-page/chosen-multiple/?id={world.theirs.live.pk}",
    ):
        assert world.theirs.live.title == "Secretarium new title"  # in memory: the draft's
        assert "Ouverte Op" in body(client.get(address))
    found = client.get("/admin/page-suggestions/institution/", {"q": "opéra"}).json()
    assert [page["title"] for page in found["pages"]] == ["Opéra du Port"]


def test_rights_given_and_taken_count_at_once(world: World) -> None:
    person = world.theirs.members["editor"]
    client = signed_in(person)
    address = f"/admin/pages/{world.theirs.draft.pk}/edit/"
    assert client.get(address).status_code == 200
    world.theirs.record.memberships.get(user=person).delete()
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"
    person.is_active = False
    person.save()
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"


def test_a_list_of_leaks_would_name_them(world: World) -> None:
    """The test can fail: whoever may read the word is told on."""
    client = signed_in(world.theirs.members["editor"])
    leak = asked(client, Address("edit", f"/admin/pages/{world.theirs.draft.pk}/edit/"))
    assert leak.is_leak
    assert leak.status == 200
