"""Who chooses which files; rights that are granted by name exist."""

from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.checks import run_checks
from django.test import Client
from django.utils.translation import gettext_lazy
from wagtail.models import Collection, GroupCollectionPermission

from cms.accounts.checks import check_rights
from cms.accounts.roles import MEMBERS, Action, Role
from cms.institutions import rights
from cms.institutions.collection_tree import add_collection
from cms.institutions.models import Institution
from tests.factories import DocumentFactory, ImageFactory, ItemFactory
from tests.media.conftest import MEMBERS as MEMBER_ROLES
from tests.media.test_published_files import png

pytestmark = pytest.mark.django_db
MIGRATION = import_module("cms.media.migrations.0004_rights_on_files_are_wagtails")

CHOOSERS = {
    "image": ("/admin/images/chooser/", "/admin/images/chooser/chosen/{}/"),
    "document": ("/admin/documents/chooser/", "/admin/documents/chooser/chosen/{}/"),
}
FACTORIES = {"image": ImageFactory, "document": DocumentFactory}


def test_every_right_in_the_table_is_a_permission() -> None:
    assert [one for one in run_checks() if one.id == "accounts.E001"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"pages": ["paint"]},
        {"files": ["sell"]},
        {"models": ["media.choose_picture"]},
        {"models": ["nowhere.change_image"]},
    ],
    ids=str,
)
def test_a_right_that_is_none_is_an_error_at_the_start(wrong: dict[str, list[str]]) -> None:
    rights = {name: frozenset(values) for name, values in wrong.items()}
    action = Action("sell", gettext_lazy("Sell"), frozenset(MEMBERS), **rights)
    found = check_rights(actions=[action])
    assert {one.id for one in found} == {"accounts.E001"}
    assert all("'sell'" in one.msg for one in found)
    assert len(found) == (2 if "files" in wrong else 1)


@pytest.fixture
def shared() -> Collection:
    """A collection of the portal's whose files everybody of an institution may choose."""
    return add_collection("Communs")


def let_choose(group: Group, collection: Collection, kind: str) -> None:
    """As an administrator does it in the form of a group."""
    app = {"image": "wagtailimages", "document": "wagtaildocs"}[kind]
    GroupCollectionPermission.objects.create(
        group=group,
        collection=collection,
        permission=Permission.objects.get(content_type__app_label=app, codename=f"choose_{kind}"),
    )


@pytest.mark.parametrize("kind", CHOOSERS)
@pytest.mark.parametrize("role", MEMBER_ROLES)
def test_members_choose_their_own_files_and_shared_ones(
    people: dict[str, Client],
    contributor: Any,
    house: Any,
    shared: Collection,
    role: str,
    kind: str,
) -> None:
    client, make = people[role], FACTORIES[kind]
    portal = Group.objects.create(name="Portail")
    let_choose(portal, shared, kind)
    portal.user_set.set(house.institution.group.user_set.all())
    own = make(
        title="Le nôtre", collection=house.institution.collection, uploaded_by_user=contributor
    )
    common = make(title="Le commun", collection=shared)
    foreign = make(title="Le leur", collection=add_collection("Ailleurs"))
    listing, chosen = CHOOSERS[kind]
    text = client.get(listing).json()["html"]
    assert "Le nôtre" in text
    assert "Le commun" in text
    assert "Le leur" not in text
    for file, title in ((own, "Le nôtre"), (common, "Le commun")):
        answer = client.get(chosen.format(file.pk))
        assert answer.json()["result"]["title"] == title
    assert client.get(chosen.format(foreign.pk)).status_code == 404
    assert "Le nôtre" not in people["stranger"].get(listing).json()["html"]


def test_a_contributor_chooses_what_they_uploaded_a_moment_ago(
    people: dict[str, Client], house: Any
) -> None:
    people["contributor"].post(
        "/admin/images/add/",
        {
            "title": "Toute neuve",
            "file": png(),
            "collection": house.institution.collection_id,
            "description": "Une rive",
            "credit": "Anne Morel",
            "licence": "cc_by",
            "tags": "",
        },
    )
    assert "Toute neuve" in people["contributor"].get("/admin/images/chooser/").json()["html"]


def test_rights_of_former_databases_become_wagtails(
    people: dict[str, Client], house: Any, image: Any, document: Any
) -> None:
    """Held on our models' permissions, some of which no model declares any more."""
    for kind in ("image", "document"):
        about = ContentType.objects.get_by_natural_key("media", kind)
        for row in GroupCollectionPermission.objects.filter(permission__codename__endswith=kind):
            former, _created = Permission.objects.get_or_create(
                content_type=about,
                codename=row.permission.codename,
                defaults={"name": row.permission.codename},
            )
            row.permission = former
            row.save()
    MIGRATION.to_wagtails(apps, None)
    assert not GroupCollectionPermission.objects.filter(
        permission__content_type__app_label="media"
    ).exists()
    assert not any(rights.differences(list(Institution.objects.all())))
    assert not Permission.objects.filter(
        content_type__app_label="media", codename__startswith="choose_"
    ).exists()
    for kind, title in (("image", "Affiche"), ("document", "Livret")):
        assert title in people["contributor"].get(CHOOSERS[kind][0]).json()["html"]


@pytest.mark.parametrize("kind", CHOOSERS)
def test_the_form_of_a_group_shows_what_the_table_gave_it(
    people: dict[str, Client], kind: str
) -> None:
    moderators = Group.objects.get(name="Moderators")
    page = people["superuser"].get(f"/admin/groups/edit/{moderators.pk}/")
    ticked = BeautifulSoup(page.content, "html.parser").select(
        f'input[name="{kind}_permissions-0-permissions"][checked]'
    )
    held = Permission.objects.filter(pk__in=[int(str(one["value"])) for one in ticked])
    codenames = {f"{verb}_{kind}" for verb in ("add", "change", "choose")}
    assert set(held.values_list("codename", flat=True)) == codenames


def test_the_right_to_change_what_is_public_is_offered_for_groups(
    people: dict[str, Client],
) -> None:
    form = people["superuser"].get("/admin/groups/new/").content.decode()
    for model in ("image", "document"):
        permission = Permission.objects.get(codename=f"change_published_{model}")
        assert f'value="{permission.pk}"' in form


def test_moderators_hold_it_by_the_table(house: Any, people: dict[str, Client], image: Any) -> None:
    """Nobody gave it by hand; an operator, who publishes too, does not hold it."""
    ItemFactory(published=True, parent=house, image=image, image_alt="Une affiche")
    named = {"change_published_image", "change_published_document"}
    for role, holds in ((Role.MODERATOR, True), (Role.OPERATOR, False)):
        group = Group.objects.get(name=f"{role.label}s")
        held = set(group.permissions.values_list("codename", flat=True))
        assert (named <= held) == holds
        assert bool(named & held) == holds
