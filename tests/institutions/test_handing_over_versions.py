"""What waits to go live, or is in review, is handed over with its page to a namesake's place."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from cms.editorial import policies
from cms.editorial.releases import services as releases
from cms.editorial.workflow import services
from cms.publication.models import PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.factories import InstitutionFactory, ItemFactory, UserFactory
from tests.institutions.test_closing import say, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(db: None) -> Any:
    house = InstitutionFactory(published=True, slug="phare")
    return ItemFactory(parent=house, title="La nuit", slug="nuit", published=True)


@pytest.fixture
def decider(db: None) -> Client:
    return signed_in(UserFactory(group="Moderators", language="en"))


def hand_over(decider: Client, item: Any) -> Any:
    """To where another page has its address; returns it as it is then."""
    heir = InstitutionFactory(published=True, slug="marees")
    ItemFactory(parent=heir, title="Autre nuit", slug="nuit", published=True)
    said = {"content": "hand_over", "successor": heir.institution.pk}
    say(decider, item.get_parent().specific.institution, "closed", **said)
    work()
    return ItemPage.objects.get(pk=item.pk)


def test_what_waits_for_a_release_goes_live_at_the_new_address(decider: Client, item: Any) -> None:
    author, reviewer = UserFactory(superuser=True), UserFactory(group="Moderators")
    release = releases.create(title="Saison", user=reviewer, pages=[item])
    item.title = "La nuit prochaine"
    item.save_revision(user=author)
    services.submit(page=ItemPage.objects.get(pk=item.pk), user=author)
    digest = services.current_digest(ItemPage.objects.get(pk=item.pk))
    for review in policies.open_reviews(item):
        services.approve(review=review, user=reviewer, digest=digest)
    draft = ItemPage.objects.get(pk=item.pk).get_latest_revision_as_object()
    draft.title = "Une autre encore"
    draft.save_revision(user=author)
    assert hand_over(decider, item).slug == "nuit-2"
    releases.publish(release=release, user=reviewer)
    shown = PublishedDocument.objects.get(page_id=item.pk)
    assert (shown.path, shown.title) == (
        "/fr/institutions/marees/nuit-2/",
        "La nuit prochaine",
    )


def test_nobody_approves_their_own_words_because_they_were_handed_over(
    decider: Client, item: Any
) -> None:
    author, writer = UserFactory(superuser=True), UserFactory(group="Moderators")
    item.title = "Mes mots"
    item.save_revision(user=writer)
    item = hand_over(decider, item)
    item.get_latest_revision_as_object().save_revision(user=author)
    services.submit(page=ItemPage.objects.get(pk=item.pk), user=author)
    item = ItemPage.objects.get(pk=item.pk)
    review, digest = policies.open_reviews(item)[0], services.current_digest(item)
    with pytest.raises(PermissionDenied):
        services.approve(review=review, user=writer, digest=digest)
    other = UserFactory(group="Moderators")
    services.approve(review=review, user=other, digest=digest)
