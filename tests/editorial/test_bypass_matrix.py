"""Every way to publish there is, tried by everybody with words of their own: none is a way around.

One line per path, one cell per person. A path counts as tried where it does publish what is cleared
or what nobody reviews: each is walked so, too, by who may. What publishes nothing is to write.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker

from cms.editorial.at_once.withdrawal import take_down
from cms.editorial.models import Release
from cms.editorial.workflow import services
from tests.admin.conftest import signed_in
from tests.editorial.ground import lift_workflow
from tests.editorial.matrix import admin_paths as admin
from tests.editorial.matrix import script_paths as script
from tests.editorial.matrix import step_paths as step
from tests.editorial.matrix.cells import (
    APPROVED,
    SECRET,
    Capture,
    Cell,
    Path,
    World,
    public_text,
    told,
    tried,
    walk,
)
from tests.factories.clearing import clear
from tests.media.test_published_files import png

pytestmark = pytest.mark.django_db

PEOPLE = ("contributor", "editor", "manager", "moderator", "superuser", "nobody")
# Publish what nobody reviews.
DIRECT: tuple[Path, ...] = (
    admin.edit_form,
    admin.create_form,
    admin.form_with_a_date,
    admin.bulk_action,
    admin.bulk_action_of_all_below,
    admin.reverted_form,
    admin.unpublished_and_published_again,
    admin.copy_form,
    admin.moved,
    admin.moved_in_bulk,
    admin.translation_editor,
    script.revision_publish,
    script.revision_publish_unchecked,
    script.page_publish,
    script.older_revision,
    script.copied_live,
    script.moved,
    step.published_where_nobody_reviews,
)
# Publish what is cleared.
CLEARED: tuple[Path, ...] = (
    admin.api_of_the_admin,
    admin.api_of_the_admin_move,
    admin.release,
    admin.released_in_bulk,
    script.publish_action,
    script.saved_live,
    script.saved_live_unchecked,
    script.saved_some_fields,
    script.saved_as_a_mere_page,
    script.rows_updated,
    script.due_by_its_row,
    script.due_at_the_workers_turn,
    script.due_after_a_publication_was_scheduled,
    script.released,
    step.released_at_its_moment,
    step.swapped_in_a_scheduled_release,
)
# Ask who publishes: nobody does, not even what is cleared.
ASKS_WHO: tuple[Path, ...] = (
    admin.edit_form,
    admin.bulk_action,
    admin.bulk_action_of_all_below,
    admin.unpublished_and_published_again,
    admin.api_of_the_admin,
    admin.release,
    admin.released_in_bulk,
    script.revision_publish,
    script.revision_publish_unchecked,
    script.page_publish,
    script.older_revision,
    script.moved,
    script.released,
    step.released_at_its_moment,
)
# Publish by a review of somebody else's words.
REVIEWS: tuple[Path, ...] = (
    admin.approve_at_the_desk,
    script.approved_by_its_author,
    step.patched_sent_and_approved_by_api,
)
# Publish nothing of what they are tried with, whoever does it.
NEVER: tuple[Path, ...] = (
    admin.copy_form_of_all_below,
    admin.alias_form_and_conversion,
    admin.translation_submitted,
    admin.workflow_ended_and_published,
    admin.published_during_its_review,
    admin.made_private_and_public,
    admin.locked_and_unlocked,
    admin.api_of_the_admin_older_version,
    admin.api_of_the_admin_copy,
    admin.api_of_the_admin_alias,
    admin.api_of_the_admin_translation,
    admin.translation_of_what_is_public,
    admin.translation_update,
    admin.translation_stopped_and_made_an_alias,
    admin.draft_shared,
    admin.approve_button,
    admin.approve_in_the_form,
    admin.approve_what_a_colleague_sent,
    script.rows_updated_and_an_approved_thing_deleted,
    script.commands,
    script.copied_live_by_the_action,
    script.copied_with_all_below,
    script.aliased,
    script.aliased_and_made_a_page_of_its_own,
    script.alias_of_an_approved_page,
    script.translated,
    script.translated_again,
    script.translations_created,
    script.alias_in_another_language_translated,
    script.imported,
    script.workflow_finished,
    script.workflow_moved_on,
    script.task_acted_on,
    script.task_approved,
    script.workflow_without_stages,
    script.approved_by_its_author_sent_by_another,
    script.approved_before_its_last_words,
    step.moved_during_its_review,
    step.approved_by_a_link_of_its_writer,
    step.approved_by_links_of_one_person,
)
# Permissions of their own, each with a decision in the audit log: not for these people.
BY_PERMISSION: dict[Path, tuple[str, ...]] = {
    admin.emergency: ("contributor", "editor", "manager", "moderator", "nobody"),
    script.emergency: ("contributor", "editor", "manager", "moderator", "nobody"),
    script.imported_and_decided: ("contributor", "editor", "manager", "moderator", "nobody"),
}


def name_of(path: Path) -> str:
    return f"{path.__module__.rpartition('.')[2].partition('_')[0]}.{path.__name__}"


CELLS = [
    *((path, who) for path in (*DIRECT, *CLEARED, *REVIEWS, *NEVER) for who in PEOPLE),
    *((path, who) for path, people in BY_PERMISSION.items() for who in people),
]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Laid once; each cell undoes what it has done to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Capture) -> Capture:
    return django_capture_on_commit_callbacks


@pytest.mark.parametrize(
    ("path", "who"), CELLS, ids=[f"{name_of(path)}-{who}" for path, who in CELLS]
)
def test_no_way_around(world: World, capture: Capture, path: Path, who: str) -> None:
    for target in (world.new, world.changed):
        walk(path, Cell(world, who, target, capture))
    assert SECRET not in told()
    assert public_text(world.new) is None
    assert public_text(world.changed) in (APPROVED, None)


@pytest.mark.parametrize("path", NEVER, ids=name_of)
def test_it_is_a_way_of_its_own(world: World, capture: Capture, path: Path) -> None:
    """One that ends before it has begun would publish nothing, too."""
    cell, written = Cell(world, "superuser", world.changed, capture), set[str]()

    def noting(execute: Any, sql: str, *arguments: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written.add(sql.split('"')[1])
        return execute(sql, *arguments)

    with connection.execute_wrapper(noting):
        walk(path, cell)
    assert written - {"django_session", "accounts_user"}


@pytest.mark.parametrize("path", DIRECT, ids=name_of)
def test_it_publishes_what_nobody_reviews(world: World, capture: Capture, path: Path) -> None:
    lift_workflow()
    for target in (world.new, world.changed):
        walk(path, Cell(world, "superuser", target, capture))
    assert SECRET in told()


@pytest.mark.parametrize("path", CLEARED, ids=name_of)
def test_it_publishes_what_is_cleared(world: World, capture: Capture, path: Path) -> None:
    cell = Cell(world, "superuser", world.new, capture)
    clear(cell.draft)
    walk(path, cell)
    assert public_text(world.new) == SECRET


@pytest.mark.parametrize("path", REVIEWS, ids=name_of)
def test_it_publishes_what_somebody_else_approves(
    world: World, capture: Capture, path: Path
) -> None:
    """The words are the editor's, who sends them; the moderator presses."""
    cell = Cell(world, "editor", world.changed, capture)
    cell.in_review()
    cell.act_as(world.colleague)
    walk(path, cell)
    assert public_text(world.changed) == SECRET


@pytest.mark.parametrize("path", ASKS_WHO, ids=name_of)
def test_nobody_publishes_not_even_what_is_cleared(
    world: World, capture: Capture, path: Path
) -> None:
    for target in (world.new, world.changed):
        cell = Cell(world, "nobody", target, capture)
        clear(cell.draft)
        walk(path, cell)
    assert SECRET not in told()


@pytest.mark.parametrize("path", CLEARED, ids=name_of)
def test_what_was_taken_down_comes_back_by_no_way(
    world: World, capture: Capture, path: Path
) -> None:
    cell = Cell(world, "superuser", world.new, capture)
    clear(cell.draft)
    cell.draft.save_revision(user=cell.user).publish(user=cell.user)
    assert public_text(world.new) == SECRET
    take_down(page=cell.page, user=cell.user, reasons=[services.Reason("image_rights")])
    walk(path, cell)
    assert public_text(world.new) is None


def test_two_approve_what_was_moved_to_where_two_must(world: World, capture: Capture) -> None:
    """What one of them could not do both do."""
    cell = Cell(world, "editor", world.new, capture)
    walk(step.moved_during_its_review, cell)
    assert public_text(world.new) is None
    for person in (world.colleague, world.desk.moderator):
        for review in cell.reviews:
            with tried():
                services.approve(review=review, user=person, digest=cell.digest)
    walk(lambda _cell: None, cell)
    assert public_text(world.new) == SECRET


@pytest.mark.parametrize("who", [*PEOPLE, "reviewer"])
def test_a_picture_goes_live_as_it_was_seen(world: World, capture: Capture, who: str) -> None:
    """Replaced between the look and the approval, by its form, with another credit."""
    cell = Cell(world, "editor", world.new, capture)
    draft = cell.draft
    draft.summary = "Irréprochable."
    draft.save_revision(user=cell.user)
    cell.in_review()
    seen = cell.digest
    person = world.people.get(who) if who in PEOPLE else world.desk.moderator
    cell.client = signed_in(person) if person else Client()
    cell.post_form(
        reverse("wagtailimages:edit", args=[world.shown.pk]), credit=SECRET, file=png("autre.png")
    )
    for review in cell.reviews:
        with tried():
            services.approve(review=review, user=world.colleague, digest=seen)
    walk(lambda _cell: None, cell)
    assert SECRET not in told()


def test_everybody_and_everything_is_tried() -> None:
    groups = (*DIRECT, *CLEARED, *REVIEWS, *NEVER, *BY_PERMISSION)
    assert len(groups) == len(set(groups))
    known = {
        path
        for module in (admin, script, step)
        for name, path in vars(module).items()
        if not name.startswith("_")
        and callable(path)
        and path.__module__ == module.__name__
        and name not in {"approve_by_button", "approve_by_form", "approve_from_desk"}
    }
    assert set(groups) == known


def test_what_is_not_mounted_publishes_nothing() -> None:
    """Neither Django's admin nor Wagtail's API v3 has an address here."""
    for name in ("admin:index", "wagtailapi_v3:pages:listing"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    modules = {str(getattr(one, "urlconf_name", "")) for one in get_resolver().url_patterns}
    assert not [
        name for name in modules if "wagtail.api.v3" in name or "django.contrib.admin" in name
    ]
    assert not Release.objects.exists()
