"""What was cleared stays so where nobody has said anything new: converted aliases, deletions.

And a copy is a draft where pages are reviewed.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.test import Client
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Locale, Page, Workflow, WorkflowPage

from cms.audit.models import Decision
from cms.core import clock
from cms.editorial.scheduling import run_whole_schedule
from cms.publication.copies.projector import rebuild
from cms.publication.models import PublishedDocument, StalePage
from content_pages.models import ItemPage, NewsPage
from tests.admin.conftest import signed_in
from tests.factories import (
    ImageFactory,
    InstitutionFactory,
    ItemFactory,
    NewsFactory,
    UserFactory,
)
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Any:
    return UserFactory(superuser=True, language="en")


@pytest.fixture
def admin(staff: Any) -> Client:
    return signed_in(staff)


def is_public(page: Any) -> bool:
    return PublishedDocument.objects.filter(page_id=page.pk).exists()


def detail(page: Any) -> Any:
    return Client().get(f"/api/v1/documents?ids={page.translation_key}").json()["items"][0]


def copy_form(page: Page, **values: str) -> dict[str, str]:
    sent = {"new_title": "La copie", "new_slug": "la-copie", "copy_subpages": "on"}
    return sent | {"new_parent_page": str(page.get_parent().pk), "publish_copies": "on"} | values


def test_a_copy_is_a_draft_and_the_form_says_so(admin: Client) -> None:
    house = ItemFactory(published=True).get_parent().specific
    address = f"/admin/pages/{house.pk}/copy/"
    shown = admin.get(address).content.decode()
    assert 'name="publish_copies"' not in shown
    assert "The copy is a draft" in shown
    admin.post(address, copy_form(house))
    copy = Page.objects.get(slug="la-copie")
    copies = copy.get_descendants(inclusive=True)
    assert copies.count() == 2
    assert not copies.filter(live=True).exists()
    assert not any(is_public(page) for page in copies)


def test_nor_is_one_live_that_is_copied_to_where_pages_are_reviewed(
    admin: Client, no_workflow: None
) -> None:
    item = ItemFactory(published=True)
    elsewhere = InstitutionFactory(published=True)
    answer = admin.post(f"/admin/pages/{item.pk}/copy/", copy_form(item))
    assert is_public(ItemPage.objects.get(slug="la-copie")), answer
    under_review(Page.objects.get(pk=elsewhere.pk))
    sent = copy_form(item, new_parent_page=str(elsewhere.pk), new_slug="une-autre")
    answer = admin.post(f"/admin/pages/{item.pk}/copy/", sent)
    assert answer.context["form"].errors["publish_copies"]
    assert not Page.objects.filter(slug="une-autre").exists()


def under_review(page: Page) -> None:
    WorkflowPage.objects.create(page=page, workflow=Workflow.objects.active().first())


@pytest.mark.parametrize("recursive", [False, True])
def test_a_script_copies_drafts_too(staff: Any, recursive: bool) -> None:
    """News alone, and with the section they stand in; an institution has but one page."""
    news = NewsFactory(published=True)
    page = news.get_parent().specific if recursive else news
    copy = page.copy(recursive=recursive, update_attrs={"slug": "copie"}, user=staff)
    assert copy.get_descendants(inclusive=True).filter(title=news.title).exists()
    assert not copy.get_descendants(inclusive=True).filter(live=True).exists()
    sent: dict[str, Any] = {"recursive": recursive, "update_attrs": {"slug": "b"}}
    for live in (
        lambda: page.copy(keep_live=True, **sent),
        lambda: page.copy(keep_live=True, user=staff, **sent),
        lambda: CopyPageAction(page, keep_live=True, user=staff, **sent).execute(
            skip_permission_checks=True
        ),
    ):
        with pytest.raises(ValidationError) as refused:
            live()
        codes = {one.code for one in refused.value.error_dict[NON_FIELD_ERRORS]}
        assert codes <= {"approval_missing", "nobody", "not_cleared"}


def test_a_converted_alias_goes_on_showing_what_it_showed(admin: Client, staff: Any) -> None:
    item = ItemFactory(published=True)
    alias = item.create_alias(parent=InstitutionFactory(published=True), update_slug="alias")
    assert is_public(alias)
    admin.post(f"/admin/pages/{alias.pk}/convert_alias/")
    own = ItemPage.objects.get(pk=alias.pk)
    assert own.alias_of_id is None
    assert own.live
    rebuild([own.pk])
    assert not StalePage.objects.exists()
    decision = Decision.objects.get(act="alias_converted")
    assert (decision.page_id, decision.actor_id) == (own.pk, staff.pk)


def test_an_alias_of_an_alias_follows_and_is_cleared_with_what_both_show() -> None:
    item = ItemFactory(published=True, summary="Avant.")
    house, other = InstitutionFactory.create_batch(2, published=True)
    alias = item.create_alias(parent=house, update_slug="alias")
    further = ItemPage.objects.get(pk=alias.pk).create_alias(parent=other, update_slug="encore")
    assert further.alias_of_id == alias.pk
    go_live(item, summary="Après.")
    assert [detail(one)["summary"] for one in (alias, further)] == ["Après."] * 2


def test_aliases_go_down_with_what_is_live_without_a_version_and_is_given_a_moment() -> None:
    item = ItemFactory(published=True)
    house, other = InstitutionFactory.create_batch(2, published=True)
    alias = item.create_alias(parent=house, update_slug="alias")
    further = ItemPage.objects.get(pk=alias.pk).create_alias(parent=other, update_slug="encore")
    ItemPage.objects.update(live_revision=None)
    item.refresh_from_db()
    go_live(item, go_live_at=clock.now() + timedelta(days=1))
    assert [is_public(one) for one in (item, alias, further)] == [False] * 3


def test_one_that_stood_in_for_a_translation_is_a_draft() -> None:
    item = ItemFactory(published=True, parent=InstitutionFactory(published=True))
    english = Locale.objects.get(language_code="en")
    alias = item.copy_for_translation(english, copy_parents=True, alias=True)
    assert alias.live
    assert not is_public(alias)
    alias.alias_of = None
    alias.save(update_fields=["alias_of_id"], clean=False)
    own = ItemPage.objects.get(pk=alias.pk)
    assert (own.live, own.has_unpublished_changes) == (False, True)
    assert not is_public(own)


def test_what_shows_a_deleted_image_stays_public_without_it(admin: Client, staff: Any) -> None:
    image = ImageFactory()
    item = ItemFactory(published=True, image=image, image_alt="Un pont")
    assert detail(item)["image"]
    admin.post(f"/admin/images/{image.pk}/delete/")
    assert detail(item)["image"] is None
    assert not StalePage.objects.exists()
    decision = Decision.objects.get(act="reference_removed")
    assert (decision.page_id, decision.data) == (item.pk, {"removed": image.reference})
    assert decision.actor_id == staff.pk


def test_what_shows_a_deleted_page_stays_public_without_it() -> None:
    item = ItemFactory(published=True)
    news = NewsFactory(published=True, related=[("item", item)])
    assert len(detail(news)["related"]) == 1
    item.delete()
    rebuild([news.pk])
    assert not StalePage.objects.exists()
    assert detail(news)["related"] == []


def test_what_was_not_cleared_is_not_cleared_by_a_deletion() -> None:
    image = ImageFactory()
    news = NewsFactory(published=True, image=image, image_alt="Une affiche", lead="Avant.")
    NewsPage.objects.filter(pk=news.pk).update(lead="Après.")
    image.delete()
    rebuild([news.pk])
    assert StalePage.objects.get().page_id == news.pk
    assert detail(news)["lead"] == "Avant."
    go_live(NewsPage.objects.get(pk=news.pk))
    assert detail(news)["lead"] == "Après."


def test_what_went_live_unreviewed_is_not_moved_to_where_pages_are_reviewed(
    staff: Any, no_workflow: None
) -> None:
    item = ItemFactory()
    item.save_revision(user=staff).publish(user=staff)
    unreviewed = InstitutionFactory(published=True)
    item = ItemPage.objects.get(pk=item.pk)
    item.move(unreviewed, pos="last-child")
    reviewed = InstitutionFactory(published=True)
    under_review(Page.objects.get(pk=reviewed.pk))
    with pytest.raises(ValidationError):
        ItemPage.objects.get(pk=item.pk).move(reviewed, pos="last-child")
    item = ItemPage.objects.get(pk=item.pk)
    assert item.get_parent().pk == unreviewed.pk
    item.unpublish()
    item = ItemPage.objects.get(pk=item.pk)
    item.move(reviewed, pos="last-child")
    with pytest.raises(ValidationError):
        ItemPage.objects.get(pk=item.pk).get_latest_revision().publish(user=staff)
    # Nor by a script that asks nobody.
    item = ItemPage.objects.get(pk=item.pk)
    item.live = True
    with pytest.raises(ValidationError):
        item.save()
    assert not is_public(item)


def test_what_was_to_go_live_unreviewed_does_not_where_pages_are_reviewed(
    staff: Any, no_workflow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was scheduled where no workflow applied, and is at a reviewed place at its moment."""
    moved, overtaken = ItemFactory(), ItemFactory()
    for item in (moved, overtaken):
        item.go_live_at = clock.now() + timedelta(days=1)
        item.save_revision(user=staff).publish(user=staff)
    reviewed = InstitutionFactory(published=True)
    under_review(Page.objects.get(pk=reviewed.pk))
    ItemPage.objects.get(pk=moved.pk).move(reviewed, pos="last-child")
    under_review(overtaken.get_parent())
    moment = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert len(run_whole_schedule().refused) == 2
    assert not is_public(moved)
    assert not is_public(overtaken)


def test_what_was_published_directly_may_be_so_again_where_nothing_is_reviewed(
    staff: Any, no_workflow: None
) -> None:
    item = ItemFactory()
    item.save_revision(user=staff).publish(user=staff)
    ItemPage.objects.get(pk=item.pk).unpublish(user=staff)
    ItemPage.objects.get(pk=item.pk).get_latest_revision().publish(user=staff)
    assert is_public(item)


def test_nobody_publishes_what_was_cleared(staff: Any) -> None:
    item = ItemFactory(published=True)
    ItemPage.objects.get(pk=item.pk).unpublish(user=staff)
    with pytest.raises(ValidationError):
        ItemPage.objects.get(pk=item.pk).get_latest_revision().publish()
    assert not is_public(item)
    ItemPage.objects.get(pk=item.pk).get_latest_revision().publish(user=staff)
    assert is_public(item)


def test_what_was_to_go_live_unreviewed_does_not_once_a_workflow_applies(
    staff: Any, no_workflow: None
) -> None:
    """Not even saved live by a script; what is public stays public."""
    public, later = ItemFactory(), ItemFactory(go_live_at=clock.now() + timedelta(days=1))
    for item in (public, later):
        item.save_revision(user=staff).publish(user=staff)
    # Again, unchanged.
    ItemPage.objects.get(pk=public.pk).save_revision(user=staff).publish(user=staff)
    under_review(Page.get_first_root_node())
    draft = ItemPage.objects.get(pk=later.pk).get_latest_revision_as_object()
    draft.live, draft.go_live_at = True, None
    with pytest.raises(ValidationError):
        draft.save()
    rebuild([public.pk])
    assert is_public(public)
    assert not StalePage.objects.exists()
    assert not is_public(later)


def test_what_was_published_unreviewed_is_not_public_again_once_a_reviewed_one_is(
    staff: Any, no_workflow: None
) -> None:
    item = ItemFactory(summary="Avant.")
    item.save_revision(user=staff).publish(user=staff)
    under_review(Page.get_first_root_node())
    go_live(ItemPage.objects.get(pk=item.pk), summary="Relu.")
    item = ItemPage.objects.get(pk=item.pk)
    item.summary = "Avant."
    with pytest.raises(ValidationError):
        item.save()
    assert detail(item)["summary"] == "Relu."
