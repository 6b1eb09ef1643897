"""The dashboard: what is new, what waits, what went stale; each to whom it concerns."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils.html import escape

from cms.core import clock
from tests.factories import GuideFactory, ImageFactory, InstitutionFactory, ItemFactory

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
