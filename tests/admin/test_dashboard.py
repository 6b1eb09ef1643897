"""The dashboard: what is new, what waits, what went stale; each to whom it concerns."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils.html import escape
from wagtail.models import Locale

from cms.core import clock
from tests.admin.conftest import signed_in
from tests.factories import (
    GuideFactory,
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    UserFactory,
)

YESTERDAY = timedelta(days=-1)


def test_the_latest_items_come_with_picture_state_institution_and_language(
    admin: Client, home_institution: Any
) -> None:
    item = ItemFactory(
        published=True, parent=home_institution, title="Nuit blanche", image=ImageFactory()
    )
    item.save_revision()
    page = admin.get("/admin/").content.decode()
    latest = page.split('id="latest-section"')[1].split("</section>")[0]
    for word in ("Nuit blanche", "/images/", "live", "FR", escape(home_institution.title)):
        assert word in latest


def test_a_member_sees_nobody_elses_work(editor: Client, home_institution: Any) -> None:
    ItemFactory(parent=home_institution, title="À nous").save_revision()
    ItemFactory(parent=InstitutionFactory(title="Autre"), title="À eux").save_revision()
    page = editor.get("/admin/").content.decode()
    assert "À nous" in page
    assert "À eux" not in page


def test_drafts_wait_for_their_author_until_they_are_sent(
    editor: Client, member: Any, home_institution: Any
) -> None:
    item = ItemFactory(parent=home_institution, title="Presque prêt", owner=member)
    item.save_revision(user=member)
    waiting = 'id="drafts-section"'
    assert waiting in editor.get("/admin/").content.decode()
    item.get_workflow().start(item, member)
    assert waiting not in editor.get("/admin/").content.decode()


def test_what_is_in_review_says_so(editor: Client, member: Any, home_institution: Any) -> None:
    item = ItemFactory(parent=home_institution, title="À relire", owner=member)
    item.save_revision(user=member)
    item.get_workflow().start(item, member)
    for address, around in (("/admin/", 'id="latest-section"'), ("/admin/items/", "<tbody>")):
        shown = editor.get(address).content.decode().split(around)[1]
        assert "in moderation" in shown.split("À relire")[0] + shown.split("À relire")[1][:2000]


def test_a_card_speaks_the_readers_language(home_institution: Any) -> None:
    item = ItemFactory(published=True, parent=home_institution, title="Nuit des musées")
    item.save_revision()
    russian = item.copy_for_translation(Locale.objects.get(language_code="ru"), copy_parents=True)
    russian.title = "Ночь музеев"
    russian.save_revision()
    for language, title in (("fr", "Nuit des musées"), ("ru", "Ночь музеев")):
        reader = signed_in(UserFactory(superuser=True, language=language))
        latest = reader.get("/admin/").content.decode().split('id="latest-section"')[1]
        assert title in latest.split("</section>")[0]


def test_a_guide_past_its_review_date_is_shown_to_its_owner_alone(
    admin: Client, superuser: Any, moderator: Client
) -> None:
    today = clock.now().date()
    stale = GuideFactory(title="Périmé", review_on=today + YESTERDAY, review_owner=superuser)
    GuideFactory(title="À jour", review_on=today, review_owner=superuser)
    panel = 'id="stale-guides-section"'
    mine = admin.get("/admin/").content.decode()
    assert stale.title in mine.split(panel)[1].split("</section>")[0]
    assert "À jour" not in mine.split(panel)[1].split("</section>")[0]
    assert panel not in moderator.get("/admin/").content.decode()


def test_the_listing_of_guides_finds_the_stale_ones(admin: Client, superuser: Any) -> None:
    today = clock.now().date()
    GuideFactory(title="Périmé", review_on=today + YESTERDAY, review_owner=superuser)
    GuideFactory(title="Bientôt", review_on=today + timedelta(days=7), review_owner=superuser)
    GuideFactory(title="Plus tard", review_on=today + timedelta(days=90), review_owner=superuser)
    for review, title in (("past", "Périmé"), ("soon", "Bientôt")):
        found = admin.get("/admin/guides/", {"review": review}).context["object_list"]
        assert [page.title for page in found] == [title]
