"""One institution: one group, one collection, one subtree. Its members draft and never publish."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from cms.institutions.models import Institution
from cms.institutions.services import add_member, onboard_institution
from content_pages.models import ItemPage
from tests.factories.items import ItemFactory
from tests.factories.pages import InstitutionFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return InstitutionFactory(published=True)


@pytest.fixture
def member(house, client):
    user = UserFactory()
    add_member(institution=house.institution, user=user, role="editor")
    client.force_login(user)
    return user


def test_onboarding_makes_group_and_collection():
    institution = onboard_institution(
        legal_name="Musée de l'Écluse", town="Nantes", channels=[("youtube", "https://y.example/")]
    )
    assert institution.group is not None
    assert institution.collection is not None
    assert institution.channels.get().channel == "youtube"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"legal_name": ""}, "legal_name"),
        ({"kind": "circus_ship"}, "kind"),
        ({"latitude": 91.0, "longitude": 2.0}, "latitude"),
        ({"latitude": 48.0}, "__all__"),
        ({"channels": [("fax", "https://fax.example/")]}, "channel"),
    ],
)
def test_bad_facts_are_refused_and_leave_nothing(facts, field):
    with pytest.raises(ValidationError) as refusal:
        onboard_institution(**({"legal_name": "Musée"} | facts))
    assert field in refusal.value.message_dict
    assert not Institution.objects.exists()


def test_no_two_institutions_share_a_registration_number():
    onboard_institution(legal_name="Un", registration_number="123")
    with pytest.raises(ValidationError) as refusal:
        onboard_institution(legal_name="Deux", registration_number="123")
    assert "registration_number" in refusal.value.message_dict


def test_a_member_edits_at_home_and_nowhere_else(client, house, member):
    own, foreign = ItemFactory(parent=house), ItemFactory(parent=InstitutionFactory())
    assert client.get(reverse("wagtailadmin_pages:edit", args=[own.pk])).status_code == 200
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[foreign.pk]))
    assert answer.status_code == 404
    listing = client.get(reverse("wagtailadmin_explore", args=[foreign.get_parent().pk]))
    assert foreign.title not in listing.content.decode()


def test_a_member_drafts_by_title_alone_and_cannot_publish(client, house, member):
    address = reverse("wagtailadmin_pages:add", args=["content_pages", "itempage", house.pk])
    form = client.get(address).context["form"]
    data = {name: value for name, value in empty_form(form).items() if value is not None} | {
        "title": "Une nuit au musée",
        "slug": "une-nuit",
    }
    client.post(address, data | {"action-publish": "1"})
    item = ItemPage.objects.get(title="Une nuit au musée")
    assert not item.live
    assert item.get_parent().pk == house.pk


def test_leaving_takes_the_rights_away(client, house, member):
    own = ItemFactory(parent=house)
    member.memberships.get().delete()
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[own.pk]))
    assert answer["Location"].startswith("/admin/login/")


def empty_form(form):
    """What a browser posts when nothing was filled in."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            data[bound.html_name] = value
        elif value is None:
            data[bound.html_name] = ""
    for formset in form.formsets.values():
        for name, value in formset.management_form.initial.items():
            data[f"{formset.prefix}-{name}"] = value
    for stream in ("body", "media"):
        data[f"{stream}-count"] = "0"
    return data
