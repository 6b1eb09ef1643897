"""Ways through the admin: its forms, buttons, bulk actions and the API its own screens use."""

import json
from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from cms.editorial.models import Release
from content_pages.models import ItemPage
from tests.editorial.matrix.cells import PUBLISH, SECRET, Cell, time_passes


def edit_form(cell: Cell) -> None:
    cell.send_edit_form(**PUBLISH)


def create_form(cell: Cell) -> None:
    house, like = cell.world.house, cell.world.new
    address = reverse("wagtailadmin_pages:add", args=["content_pages", "itempage", house.pk])
    cell.post_form(
        address,
        **PUBLISH,
        title=f"{SECRET} {cell.target.pk}",
        slug=f"neuve-{cell.target.pk}",
        summary=SECRET,
        category=str(like.category.pk),
        format=like.format,
        access_mode=like.access_mode,
        access_url=like.access_url,
        **{
            "media-count": "1",
            "media-0-type": "external_link",
            "media-0-order": "0",
            "media-0-deleted": "",
            "media-0-value-url": "https://example.org/coulisses",
            "media-0-value-title": "Les coulisses",
        },
    )


def form_with_a_date(cell: Cell) -> None:
    cell.send_edit_form(**PUBLISH, go_live_at="2190-01-01 10:00")
    time_passes()


def bulk_action(cell: Cell) -> None:
    _bulk(cell, "publish", cell.target)


def bulk_action_of_all_below(cell: Cell) -> None:
    _bulk(cell, "publish", cell.world.house, include_descendants="on")


def _bulk(cell: Cell, action: str, page: Page, **sent: Any) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    cell.post(f"{address}?id={page.pk}&next=/admin/", sent)


def reverted_form(cell: Cell) -> None:
    """An older version, published from its form."""
    secret = cell.revision
    draft = cell.draft
    draft.summary = "Autre chose."
    draft.save_revision(user=cell.user)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[cell.target.pk, secret.pk])
    posted = {"revision": str(secret.pk), "summary": SECRET, **PUBLISH}
    try_form = cell.client.get(address)
    if try_form.status_code == 200:
        cell.send_edit_form(**posted)
    else:
        cell.post(cell.edit, posted)


def unpublished_and_published_again(cell: Cell) -> None:
    cell.post(reverse("wagtailadmin_pages:unpublish", args=[cell.target.pk]))
    _bulk(cell, "publish", cell.target)


def workflow_ended_and_published(cell: Cell) -> None:
    cell.in_review()
    cell.post(reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[cell.target.pk]))
    cell.post_form(cell.edit, **{"action-cancel-workflow": "1"})
    cell.send_edit_form(**PUBLISH)


def published_during_its_review(cell: Cell) -> None:
    cell.in_review()
    cell.send_edit_form(**PUBLISH)
    _bulk(cell, "publish", cell.target)


def copy_form(cell: Cell) -> None:
    _copy(cell, cell.target, publish_copies="on")


def copy_form_of_all_below(cell: Cell) -> None:
    _copy(cell, cell.world.house, publish_copies="on", copy_subpages="on")


def alias_form_and_conversion(cell: Cell) -> None:
    """An alias of the draft, made a page of its own, published."""
    _copy(cell, cell.target, alias="on")
    for alias in ItemPage.objects.filter(slug=f"copie-{cell.target.pk}"):
        cell.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
        _bulk(cell, "publish", alias)


def _copy(cell: Cell, page: Page, **sent: str) -> None:
    form = {
        "new_title": "La copie",
        "new_slug": f"copie-{page.pk}",
        "new_parent_page": str(page.get_parent().pk),
    }
    cell.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form | sent)
    for copy in Page.objects.filter(slug=f"copie-{page.pk}", alias_of=None):
        _bulk(cell, "publish", copy, include_descendants="on")


def moved(cell: Cell) -> None:
    where = [cell.target.pk, cell.world.elsewhere.pk]
    cell.post(reverse("wagtailadmin_pages:move_confirm", args=where))
    cell.send_edit_form(**PUBLISH)


def moved_in_bulk(cell: Cell) -> None:
    _bulk(cell, "move", cell.target, chooser=str(cell.world.elsewhere.pk))
    _bulk(cell, "publish", cell.target)


def made_private_and_public(cell: Cell) -> None:
    address = reverse("wagtailadmin_pages:set_privacy", args=[cell.target.pk])
    for restriction in ("login", "none"):
        cell.post(address, {"restriction_type": restriction, "password": "", "groups": []})


def locked_and_unlocked(cell: Cell) -> None:
    for name in ("lock", "unlock"):
        cell.post(reverse(f"wagtailadmin_pages:{name}", args=[cell.target.pk]))


def release(cell: Cell) -> None:
    cell.post(reverse("releases:new"), {"title": "Ce soir", "note": ""})
    for made in Release.objects.all():
        cell.post(reverse("releases:add", args=[made.pk]), {"page": str(cell.target.pk)})
        cell.post(reverse("releases:publish", args=[made.pk]))
        moment = {"at": "2190-01-01 10:00", "go_live_at": "2190-01-01 10:00"}
        cell.post(reverse("releases:schedule", args=[made.pk]), moment)


def released_in_bulk(cell: Cell) -> None:
    cell.post(reverse("releases:new"), {"title": "Ce soir", "note": ""})
    for made in Release.objects.all():
        _bulk(cell, "add_to_release", cell.target, release=str(made.pk))
        cell.post(reverse("releases:publish", args=[made.pk]))


def api_of_the_admin(cell: Cell) -> None:
    _act(cell, cell.target, "publish")


def api_of_the_admin_older_version(cell: Cell) -> None:
    draft = cell.draft
    draft.summary = "Autre chose."
    draft.save_revision(user=cell.user)
    _act(cell, cell.target, "revert_to_page_revision", revision_id=cell.revision.pk)
    _act(cell, cell.target, "publish")


def api_of_the_admin_copy(cell: Cell) -> None:
    for recursive in (False, True):
        where = cell.world.elsewhere.pk
        _act(
            cell,
            cell.world.house if recursive else cell.target,
            "copy",
            keep_live=True,
            recursive=recursive,
            destination_page_id=None if recursive else where,
            slug=f"par-api-{recursive}",
        )
    for copy in Page.objects.filter(slug__startswith="par-api"):
        _act(cell, copy, "publish")


def api_of_the_admin_alias(cell: Cell) -> None:
    _act(
        cell,
        cell.target,
        "create_alias",
        destination_page_id=cell.world.elsewhere.pk,
        update_slug="alias-par-api",
    )
    for alias in Page.objects.filter(slug="alias-par-api"):
        _act(cell, alias, "convert_alias")
        _act(cell, alias, "publish")


def api_of_the_admin_move(cell: Cell) -> None:
    _act(cell, cell.target, "move", destination_page_id=cell.world.elsewhere.pk)
    _act(cell, cell.target, "publish")


def api_of_the_admin_translation(cell: Cell) -> None:
    _act(cell, cell.target, "copy_for_translation", locale="en", copy_parents=True, alias=False)
    _act(cell, cell.target, "copy_for_translation", locale="ru", copy_parents=True, alias=True)
    for made in ItemPage.objects.filter(translation_key=cell.target.translation_key):
        _act(cell, made, "publish")


def _act(cell: Cell, page: Page, action: str, **sent: Any) -> None:
    data = {name: value for name, value in sent.items() if value is not None}
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, action])
    cell.post(address, json.dumps(data), content_type="application/json")


def translation_editor(cell: Cell) -> None:
    english = cell.translation()
    cell.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {"action": "publish"})
    _bulk(cell, "publish", english)


def translation_of_what_is_public(cell: Cell) -> None:
    """It is public and approved; then its words change."""
    english = cell.world.public_english(cell.target)
    StringTranslation.objects.filter(locale=english.locale).update(data=SECRET)
    cell.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {"action": "publish"})


def translation_update(cell: Cell) -> None:
    cell.translation()
    source = TranslationSource.objects.get_for_instance(cell.page)
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    cell.post(address, {"publish_translations": "on"})


def translation_submitted(cell: Cell) -> None:
    address = reverse("wagtail_localize:submit_page_translation", args=[cell.target.pk])
    cell.post(address, {"locales": [str(cell.world.english.pk)]})
    if cell.page.has_translation(cell.world.english):
        made = cell.page.get_translation(cell.world.english)
        cell.post(reverse("wagtailadmin_pages:edit", args=[made.pk]), {"action": "publish"})


def translation_stopped_and_made_an_alias(cell: Cell) -> None:
    english = cell.translation()
    translation = english.specific
    cell.post(reverse("wagtail_localize:convert_to_alias", args=[translation.pk]))
    cell.post(reverse("wagtailadmin_pages:convert_alias", args=[translation.pk]))
    _bulk(cell, "publish", translation)


def draft_shared(cell: Cell) -> None:
    """Whoever has the link reads the draft; the API tells nobody else."""
    cell.post(reverse("preview_tokens", args=[cell.target.pk]), {"hours": "1"})


def emergency(cell: Cell) -> None:
    cell.post(
        reverse("publish_emergency", args=[cell.target.pk]), {"reason": "La salle change ce soir."}
    )


# Reviews: the same person wrote it, sent it, and decides.


def approve_button(cell: Cell) -> None:
    cell.in_review()
    approve_by_button(cell)


def approve_by_button(cell: Cell) -> None:
    state = cell.page.current_workflow_task_state
    for comment in ("", "Parfait."):
        if state is not None:
            where = [cell.target.pk, "approve", state.pk]
            address = reverse("wagtailadmin_pages:workflow_action", args=where)
            cell.post(address, {"comment": comment})


def approve_in_the_form(cell: Cell) -> None:
    cell.in_review()
    approve_by_form(cell)


def approve_by_form(cell: Cell) -> None:
    approving = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    cell.send_edit_form(**approving)


def approve_at_the_desk(cell: Cell) -> None:
    cell.in_review()
    approve_from_desk(cell)


def approve_from_desk(cell: Cell) -> None:
    sent = {
        "act": "approve",
        "reviews": [str(review.pk) for review in cell.reviews],
        "digest": cell.digest,
    }
    cell.post(reverse("desk_item", args=[cell.submission.pk]), sent)


def approve_what_a_colleague_sent(cell: Cell) -> None:
    """Who wrote it approves it, sent by another, who has only saved it again."""
    editor = cell.world.desk.editor
    cell.draft.save_revision(user=editor)
    cell.in_review_by(editor)
    approve_from_desk(cell)
