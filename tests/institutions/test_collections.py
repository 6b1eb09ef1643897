"""Collections stand in the order of their names, whoever adds, renames or moves one."""

import threading
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from cms.institutions.collection_tree import add_collection, is_sorted
from cms.institutions.models import Institution
from cms.institutions.services import onboard_institution
from tests.factories import UserFactory
from tests.factories.tree import lay_ground

pytestmark = pytest.mark.django_db

MIGRATION = import_module(
    "cms.institutions.migrations.0004_standing_records_and_sorted_collections"
)
NAMES = [f"{kind} de {place} {n}" for n in range(50) for kind, place in (
    ("Musée", "Nantes"), ("Bibliothèque", "Brest"), ("Théâtre", "Lyon"),
    ("театр", "Москва"), ("École", "Arles"), ("archives", "Lille"),
)]  # fmt: skip


COLLECTIONS = "/admin/collections/"
# What taking an institution in asks of the database, however many there are.
STATEMENTS = 24


def in_order() -> bool:
    root = Collection.objects.get(depth=1)
    root_is_right = root.numchild == Collection.objects.filter(depth=2).count()
    return root_is_right and is_sorted(Collection, root.path) and Collection.find_problems() == (
        [], [], [], [], []
    )  # fmt: skip


def named(name: str) -> Collection | None:
    return Collection.objects.filter(name=name).first()


def add(client: Client, name: str, parent: Collection | None = None) -> None:
    parent = parent or Collection.get_first_root_node()
    answer = client.post("/admin/collections/add/", {"name": name, "parent": parent.pk})
    assert answer["Location"] == COLLECTIONS
    assert named(name) is not None


class TestOnAFilledSite(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        """Institutions, taken in in an order that is not that of their names."""
        lay_ground()
        for n, name in enumerate(NAMES):
            onboard_institution(legal_name=f"{name} {n * 7919 % 300}")
        cls.administrator = UserFactory(superuser=True, language="en")

    def setUp(self) -> None:
        self.client.force_login(self.administrator)

    def test_an_administrator_adds_collections(self) -> None:
        for name in ("Affiches", "Musée de Nantes 25", "zzz", "Ёлка", "0", "Affiches bis"):
            add(self.client, name)
            assert in_order(), name

    def test_without_a_name_none_is_made(self) -> None:
        assert self.client.post("/admin/collections/add/", {"name": ""}).status_code == 200

    def test_renames_one_and_adds_the_next(self) -> None:
        add(self.client, "Affiches")
        one = named("Affiches")
        for name in ("zzz", "Mmm", "0"):
            posted = {"name": name, "parent": Collection.get_first_root_node().pk}
            assert (
                self.client.post(f"/admin/collections/{one.pk}/", posted)["Location"] == COLLECTIONS
            )
            assert in_order(), name
            add(self.client, f"{name} bis")
            assert in_order(), name

    def test_moves_one_with_what_is_below(self) -> None:
        add(self.client, "Affiches")
        add(self.client, "Saison 2030", named("Affiches"))
        add(self.client, "Réserve")
        address = f"/admin/collections/{named('Affiches').pk}/"
        below = {"name": "Affiches", "parent": named("Réserve").pk}
        assert self.client.post(address, below)["Location"] == COLLECTIONS
        assert named("Saison 2030").get_parent().get_parent() == named("Réserve")
        back = {"name": "Affiches", "parent": Collection.get_first_root_node().pk}
        assert self.client.post(address, back)["Location"] == COLLECTIONS
        assert named("Saison 2030").depth == 3
        assert in_order()

    def test_deletes_one_and_adds_it_again(self) -> None:
        add(self.client, "Affiches")
        self.client.post(f"/admin/collections/{named('Affiches').pk}/delete/")
        assert named("Affiches") is None
        assert in_order()
        add(self.client, "Affiches")

    def test_keeps_an_institutions(self) -> None:
        """It is empty, and still somebody's."""
        one = Institution.objects.order_by("pk").first()
        address = f"/admin/collections/{one.collection_id}/delete/"
        told = self.client.get(address).content.decode().replace("&#x27;", "'")
        assert one.legal_name in told
        assert self.client.post(address).status_code == 403

    def test_taking_in_costs_what_it_costs_on_an_empty_site(self) -> None:
        with CaptureQueriesContext(connection) as queries:
            onboard_institution(legal_name="Musée de la Mer")
        assert len(queries) <= STATEMENTS
        assert in_order()


def test_taking_in_on_an_empty_site_costs() -> None:
    lay_ground()
    with CaptureQueriesContext(connection) as queries:
        onboard_institution(legal_name="Musée de la Mer")
    assert len(queries) <= STATEMENTS


@pytest.mark.parametrize("order", [1, -1])
def test_a_sorted_list_is_taken_in(order: int) -> None:
    """The worst there is: each between its neighbour and the same other one."""
    lay_ground()
    add_collection("A")
    add_collection("Z")
    for n in range(200)[::order]:
        add_collection(f"M {n:03}")
    assert in_order()


def test_where_there_is_no_room_it_is_made() -> None:
    """As the library leaves them: step by step, without room."""
    root = Collection.get_first_root_node()
    for name in ("A", "B", "D"):
        root.add_child(name=name)
        root.refresh_from_db()
    named("B").add_child(name="Below")
    add_collection("C")
    assert in_order()
    assert named("Below").get_parent() == named("B")


def test_an_unsorted_tree_is_put_right() -> None:
    """By the migration, as it finds institutions' collections appended, below others too."""
    root = Collection.get_first_root_node()
    for n, name in enumerate(("Zoo", "Archives", "musée", "Musée", "Cinéma"), start=1):
        path = Collection._get_path(root.path, 2, n)
        Collection.objects.create(name=name, path=path, depth=2)
    Collection.objects.filter(pk=root.pk).update(numchild=5)
    zoo = named("Zoo")
    for n, name in enumerate(("Tigres", "Lions"), start=1):
        path = Collection._get_path(zoo.path, 3, n)
        Collection.objects.create(name=name, path=path, depth=3)
    assert not in_order()
    for _again in range(2):
        MIGRATION.sort_collections(apps, None)
        assert in_order()
        assert [one.name for one in named("Zoo").get_children()] == ["Lions", "Tigres"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_several_take_institutions_in_at_once() -> None:
    lay_ground()
    failed: list[Any] = []

    def take_in(writer: int) -> None:
        try:
            for n in range(10):
                onboard_institution(legal_name=f"Musée {n} {writer}")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=take_in, args=[writer]) for writer in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(timeout=120)
    assert failed == []
    assert Institution.objects.count() == 40
    assert in_order()
