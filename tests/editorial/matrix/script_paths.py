"""Ways around the admin: Wagtail's own methods and actions, commands, services, the database."""

from tempfile import TemporaryDirectory
from typing import Any

from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cms.editorial.at_once.emergency import publish_emergency
from cms.editorial.releases import services as releases
from cms.editorial.scheduling import run_whole_schedule
from cms.editorial.workflow import services
from cms.media.models import Image
from cms.publication.copies.projector import rebuild
from content_pages.models import ItemPage
from tests.authoring.conftest import written
from tests.editorial.matrix.cells import PAST, SECRET, Cell, quietly, time_passes, tried
from tests.factories.people import InstitutionRecordFactory


def revision_publish(cell: Cell) -> None:
    cell.revision.publish(user=cell.user)


def revision_publish_unchecked(cell: Cell) -> None:
    cell.revision.publish(user=cell.user, skip_permission_checks=True)


def page_publish(cell: Cell) -> None:
    cell.page.publish(cell.revision, cell.user, skip_permission_checks=True)


def publish_action(cell: Cell) -> None:
    PublishPageRevisionAction(cell.revision, user=cell.user).execute(skip_permission_checks=True)


def older_revision(cell: Cell) -> None:
    """Unpublished, then published as it was before somebody approved something else."""
    draft = cell.draft
    draft.summary = "Autre chose."
    draft.save_revision(user=cell.user)
    with tried():
        cell.page.unpublish(user=cell.user)
    cell.revision.publish(user=cell.user, skip_permission_checks=True)


def saved_live(cell: Cell) -> None:
    draft = cell.draft
    draft.live = True
    draft.save()


def saved_live_unchecked(cell: Cell) -> None:
    draft = cell.draft
    draft.live = True
    draft.save(clean=False)


def saved_some_fields(cell: Cell) -> None:
    page = cell.page
    page.live, page.summary = True, SECRET
    page.save(update_fields=["live", "summary"], clean=False)


def saved_as_a_mere_page(cell: Cell) -> None:
    ItemPage.objects.filter(pk=cell.target.pk).update(summary=SECRET)
    bare = Page.objects.get(pk=cell.target.pk)
    bare.live = True
    bare.save()


def rows_updated(cell: Cell) -> None:
    """Behind everybody's back; then everything that rebuilds and repairs comes by."""
    ItemPage.objects.filter(pk=cell.target.pk).update(summary=SECRET)
    Page.objects.filter(pk=cell.target.pk).update(live=True)
    rebuild([cell.target.pk])
    quietly("reconcile", repair=True)


def rows_updated_and_an_approved_thing_deleted(cell: Cell) -> None:
    """What a deletion leaves cleared was cleared before it."""
    ItemPage.objects.filter(pk=cell.target.pk).update(summary=SECRET)
    Page.objects.filter(pk=cell.target.pk).update(live=True)
    Image.objects.filter(pk=cell.world.shown.pk).delete()
    rebuild([cell.target.pk])


def commands(cell: Cell) -> None:
    for name in ("keep_workflow", "keep_rights", "publish_scheduled"):
        quietly(name)
    quietly("found_site", "localhost")
    quietly("reconcile", repair=True)


def _due(cell: Cell) -> None:
    cell.revision.approved_go_live_at = PAST
    cell.revision.save(update_fields=["approved_go_live_at"])


def due_by_its_row(cell: Cell) -> None:
    _due(cell)
    quietly("publish_scheduled")


def due_at_the_workers_turn(cell: Cell) -> None:
    _due(cell)
    run_whole_schedule()


def due_after_a_publication_was_scheduled(cell: Cell) -> None:
    draft = cell.draft
    draft.go_live_at = PAST.replace(year=2190)
    revision = draft.save_revision(user=cell.user)
    with tried():
        revision.publish(user=cell.user, skip_permission_checks=True)
    time_passes()


def copied_live(cell: Cell) -> None:
    with tried():
        _with_secret(cell).copy(
            to=cell.world.elsewhere, keep_live=True, user=cell.user, update_attrs={"slug": "copie"}
        )
    copy = cell.page.copy(to=cell.world.elsewhere, update_attrs={"slug": "autre"}, user=cell.user)
    copy.get_latest_revision().publish(user=cell.user, skip_permission_checks=True)


def copied_live_by_the_action(cell: Cell) -> None:
    CopyPageAction(
        _with_secret(cell),
        to=cell.world.elsewhere,
        keep_live=True,
        user=cell.user,
        update_attrs={"live": True, "slug": "copie"},
    ).execute(skip_permission_checks=True)


def copied_with_all_below(cell: Cell) -> None:
    """The copy is another institution's: of one's own page there is but one."""
    Page.objects.filter(pk=_with_secret(cell).pk).update(live=True)
    other = InstitutionRecordFactory()
    CopyPageAction(
        cell.world.house,
        recursive=True,
        keep_live=True,
        user=cell.user,
        update_attrs={"slug": f"copie-{other.pk}", "institution": other},
    ).execute(skip_permission_checks=True)


def _with_secret(cell: Cell) -> ItemPage:
    """The page's row says what nobody has approved."""
    ItemPage.objects.filter(pk=cell.target.pk).update(summary=SECRET)
    return cell.page


def aliased(cell: Cell) -> None:
    CreatePageAliasAction(_with_secret(cell), parent=cell.world.elsewhere, user=cell.user).execute(
        skip_permission_checks=True
    )


def aliased_and_made_a_page_of_its_own(cell: Cell) -> None:
    alias = CreatePageAliasAction(cell.page, parent=cell.world.elsewhere, user=cell.user).execute(
        skip_permission_checks=True
    )
    ItemPage.objects.filter(pk=alias.pk).update(summary=SECRET)
    Page.objects.filter(pk=alias.pk).update(live=True)
    alias = ItemPage.objects.get(pk=alias.pk)
    ConvertAliasPageAction(alias, user=cell.user).execute(skip_permission_checks=True)


def alias_of_an_approved_page(cell: Cell) -> None:
    """Its row says that it mirrors another page; its words are its own."""
    page = _with_secret(cell)
    approved = ItemPage.objects.exclude(pk=page.pk).filter(live=True).first()
    page.alias_of, page.live = approved, True
    page.save(clean=False)


def moved(cell: Cell) -> None:
    cell.page.move(cell.world.elsewhere, pos="last-child", user=cell.user)
    cell.page.get_latest_revision().publish(user=cell.user, skip_permission_checks=True)


def translated(cell: Cell) -> None:
    cell.translation()
    Translation.objects.get(source__object_id=cell.target.translation_key).save_target(
        user=cell.user, publish=True
    )


def translated_again(cell: Cell) -> None:
    english = cell.world.public_english(cell.target)
    StringTranslation.objects.filter(locale=english.locale).update(data=SECRET)
    Translation.objects.get(source__object_id=cell.target.translation_key).save_target(
        user=cell.user, publish=False
    )


def translations_created(cell: Cell) -> None:
    _with_secret(cell)
    translate_object(cell.page, [cell.world.english], user=cell.user)


def alias_in_another_language_translated(cell: Cell) -> None:
    """It stands in for a translation, shows nothing, and is live."""
    alias = _with_secret(cell).copy_for_translation(
        cell.world.english, copy_parents=True, alias=True
    )
    Page.objects.filter(pk=alias.pk).update(live=True)
    own = ItemPage.objects.get(pk=alias.pk)
    ConvertAliasPageAction(own, user=cell.user).execute(skip_permission_checks=True)


def imported(cell: Cell) -> None:
    """Lines of a file, undecided; where nobody is named, on record of the command line."""
    options = {"user": cell.user.username} if cell.user else {}
    with TemporaryDirectory() as folder:
        file = f"{folder}/lignes.csv"
        with open(file, "wb") as opened:
            opened.write(written({"titre": SECRET, "description": SECRET}))
        quietly("import_items", file, mapping="culture_gouv", **options)


def imported_and_decided(cell: Cell) -> None:
    """By who may not decide."""
    options: dict[str, Any] = (
        {"user": cell.user.username} if cell.user else {"user": cell.world.desk.stranger.username}
    )
    with TemporaryDirectory() as folder:
        file = f"{folder}/lignes.csv"
        with open(file, "wb") as opened:
            opened.write(written({"titre": SECRET, "description": SECRET}))
        quietly("import_items", file, mapping="culture_gouv", publish=True, **options)


def released(cell: Cell) -> None:
    release = releases.create(title="Ce soir", user=cell.user, pages=[cell.page])
    releases.publish(release=release, user=cell.user)


def emergency(cell: Cell) -> None:
    user = cell.user or cell.world.desk.stranger
    publish_emergency(page=cell.page, user=user, reason="La salle change ce soir.")


# Reviews: the same person wrote it, sent it, and decides.


def workflow_finished(cell: Cell) -> None:
    cell.in_review()
    cell.submission.workflow_state.finish(user=cell.user)


def workflow_moved_on(cell: Cell) -> None:
    cell.in_review()
    cell.submission.workflow_state.update(user=cell.user, next_task=None)


def task_approved(cell: Cell) -> None:
    cell.in_review()
    state = cell.page.current_workflow_task_state
    assert state is not None
    state.specific.approve(user=cell.user)


def task_acted_on(cell: Cell) -> None:
    cell.in_review()
    state = cell.page.current_workflow_task_state
    assert state is not None
    task = state.task.specific
    task.on_action(state, cell.user, "approve", comment="Parfait.")


def workflow_without_stages(cell: Cell) -> None:
    workflow = cell.page.get_workflow()
    workflow.workflow_tasks.all().delete()
    workflow.start(cell.page, cell.user)


def approved_by_its_author(cell: Cell) -> None:
    cell.in_review()
    for review in cell.reviews:
        services.approve(review=review, user=cell.user, digest=cell.digest)


def approved_by_its_author_sent_by_another(cell: Cell) -> None:
    """Who has only saved it again, many times."""
    editor = cell.world.desk.editor
    for _again in range(12):
        cell.draft.save_revision(user=editor)
    cell.in_review_by(editor)
    for review in cell.reviews:
        services.approve(review=review, user=cell.user, digest=cell.digest)


def approved_before_its_last_words(cell: Cell) -> None:
    """What was approved was something else."""
    draft = cell.draft
    draft.summary = "Irréprochable."
    draft.save_revision(user=cell.world.desk.editor)
    cell.in_review_by(cell.world.desk.editor)
    seen, reviews = cell.digest, cell.reviews
    draft.summary = SECRET
    draft.save_revision(user=cell.world.desk.editor)
    for review in reviews:
        services.approve(review=review, user=cell.user or cell.world.colleague, digest=seen)
