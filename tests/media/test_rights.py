"""Rights that are granted by name exist."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.accounts import roles

pytestmark = pytest.mark.django_db
MODELS = (get_image_model(), get_document_model())


def test_every_right_of_an_institutions_group_is_a_permission() -> None:
    wanted = {
        f"{verb}_{model._meta.model_name}"
        for model in MODELS
        for role in roles.MEMBERS
        for verb in roles.file_permissions(role)
    }
    assert wanted
    known = Permission.objects.filter(content_type__app_label="media")
    assert wanted <= set(known.values_list("codename", flat=True))
    pages = Permission.objects.filter(content_type__app_label="wagtailcore")
    assert {
        f"{verb}_page" for role in roles.MEMBERS for verb in roles.page_permissions(role)
    } <= set(pages.values_list("codename", flat=True))


@pytest.mark.parametrize("role", ["contributor", "editor", "manager"])
def test_members_choose_their_own_files_and_no_others(
    people: dict[str, Client], image: object, document: object, role: str
) -> None:
    for kind, title in (("images", "Affiche"), ("documents", "Livret")):
        address = f"/admin/{kind}/chooser/"
        assert title in people[role].get(address).content.decode()
        assert title not in people["stranger"].get(address).content.decode()


def test_the_right_to_change_what_is_public_is_offered_for_groups(
    people: dict[str, Client],
) -> None:
    form = people["superuser"].get("/admin/groups/new/").content.decode()
    for model in ("image", "document"):
        permission = Permission.objects.get(codename=f"change_published_{model}")
        assert f'value="{permission.pk}"' in form
