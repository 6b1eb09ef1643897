"""A file is part of what was looked at: nobody changes it behind a review or after approval."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Bitmap
from wagtail.log_actions import LogContext
from wagtail.models import ReferenceIndex

from cms.core import clock
from cms.editorial import policies
from cms.editorial.models import Review
from cms.editorial.releases import services as releases
from cms.editorial.scheduling import run_whole_schedule
from cms.editorial.workflow import services
from cms.media.forms import ApprovedFileForm
from cms.media.models import Document, Image
from cms.publication.copies.due import project_due
from cms.publication.models import PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.factories import DocumentFactory, ImageFactory
from tests.factories.clearing import clear
from tests.factories.items import rights_window

pytestmark = pytest.mark.django_db
Changes = dict[str, Any]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def image(desk: Desk) -> Image:
    made: Image = ImageFactory(
        collection=desk.institution.collection, uploaded_by_user=desk.contributor, credit="Anna"
    )
    return made


@pytest.fixture
def item(desk: Desk, image: Image) -> Any:
    return desk.draft(image=image, image_alt="Un pont", access_mode="paid")


def now(item: Any) -> ItemPage:
    return ItemPage.objects.get(pk=item.pk)


def png() -> SimpleUploadedFile:
    buffer = BytesIO()
    Bitmap.new("RGB", (640, 360), "crimson").save(buffer, "PNG")
    return SimpleUploadedFile("autre.png", buffer.getvalue(), "image/png")


def change(person: Any, file: Any, /, **changes: Any) -> set[str]:
    """Post the file's form; returns the fields at which it was refused."""
    name = "wagtailimages:edit" if isinstance(file, Image) else "wagtaildocs:edit"
    address, client = reverse(name, args=[file.pk]), signed_in(person)
    answer = client.post(address, form_of_file(client, address) | changes)
    return set(answer.context["form"].errors) if answer.status_code == 200 else set()


def form_of_file(client: Any, address: str) -> dict[str, Any]:
    shown = client.get(address).context["form"]
    said = {one.html_name: one.value() for one in shown if one.name != "file"}
    return {name: "" if value is None else value for name, value in said.items()} | {"tags": ""}


def delete(person: Any, file: Any) -> None:
    name = "wagtailimages:delete" if isinstance(file, Image) else "wagtaildocs:delete"
    signed_in(person).post(reverse(name, args=[file.pk]))


def approve(desk: Desk, item: Any) -> None:
    for review in policies.open_reviews(now(item)):
        digest = services.current_digest(now(item))
        services.approve(review=review, user=desk.moderator, digest=digest)


def in_review(desk: Desk, item: Any) -> None:
    services.submit(page=now(item), user=desk.editor)


def scheduled(desk: Desk, item: Any) -> None:
    later = now(item).get_latest_revision_as_object()
    later.go_live_at = clock.now() + timedelta(days=1)
    later.save_revision(user=desk.editor)
    in_review(desk, item)
    approve(desk, item)


def in_release(desk: Desk, item: Any) -> None:
    releases.create(title="Nuit des musées", user=desk.moderator, pages=[now(item)])
    in_review(desk, item)
    approve(desk, item)


def live_but_not_shown(desk: Desk, item: Any) -> None:
    later = now(item).get_latest_revision_as_object()
    later.rights_windows = [rights_window(clock.now() + timedelta(days=1), None)]
    later.save_revision(user=desk.editor)
    in_review(desk, item)
    approve(desk, item)
    assert now(item).live
    assert not PublishedDocument.objects.filter(page_id=item.pk).exists()


HELD = [in_review, scheduled, in_release, live_but_not_shown]
CHANGES: list[Changes] = [{"credit": "Quelqu'un"}, {"title": "Autre"}, {"description": "Autre"}]


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("who", ["editor", "contributor"])
def test_its_owners_change_it_no_more(
    desk: Desk, item: Any, image: Image, held: Callable[[Desk, Any], None], who: str
) -> None:
    held(desk, item)
    person = getattr(desk, who)
    assert change(person, image, file=png()) == {"file"}
    for changes in CHANGES:
        assert change(person, image, **changes) == set(changes)
    delete(person, image)
    bulk = reverse("wagtail_bulk_action", args=["media", "image", "delete"])
    signed_in(person).post(f"{bulk}?id={image.pk}&next=/admin/")
    kept = Image.objects.get(pk=image.pk)
    assert (kept.file.name, kept.credit, kept.title) == (image.file.name, "Anna", image.title)


@pytest.mark.parametrize("held", HELD)
def test_a_moderator_corrects_it_and_replaces_it_no_more_either(
    desk: Desk, item: Any, image: Image, held: Callable[[Desk, Any], None]
) -> None:
    held(desk, item)
    assert change(desk.moderator, image, file=png()) == {"file"}
    assert change(desk.moderator, image, credit="Ilse Baum") == set()
    assert Image.objects.get(pk=image.pk).credit == "Ilse Baum"


def test_so_it_is_with_documents_wherever_a_page_refers_to_them(desk: Desk) -> None:
    file: Document = DocumentFactory(
        collection=desk.institution.collection, uploaded_by_user=desk.contributor
    )
    item = desk.draft(body=[("download", {"document": file, "label": ""})])
    in_review(desk, item)
    assert change(desk.editor, file, title="Autre") == {"title"}
    delete(desk.editor, file)
    assert Document.objects.filter(pk=file.pk).exists()


def test_with_pictures_in_running_text(desk: Desk, image: Image) -> None:
    embed = f'<p>Un pont</p><embed embedtype="image" format="left" id="{image.pk}" alt="Un pont"/>'
    item = desk.draft(body=[("paragraph", embed)])
    in_review(desk, item)
    assert change(desk.editor, image, title="Autre") == {"title"}


@pytest.mark.parametrize("number", ["", ' id="abc"', f' id="{"9" * 50}"'])
def test_behind_links_that_lead_nowhere_too(desk: Desk, image: Image, number: str) -> None:
    """Draftail saves a link to a document that was never chosen."""
    broken = (
        f'<p><a linktype="document"{number}>x</a><a linktype="page"{number}>y</a></p>'
        f'<embed embedtype="image" format="left" alt=""{number}/>'
    )
    picture = {"image": image, "alt": "Un pont", "caption": ""}
    item = desk.draft(body=[("paragraph", broken), ("image", picture)])
    in_review(desk, item)
    assert change(desk.editor, image, file=png()) == {"file"}
    approve(desk, item)
    assert PublishedDocument.objects.filter(page_id=item.pk).exists()
    assert ReferenceIndex.objects.filter(
        object_id=item.pk, to_object_id=image.pk, model_path__startswith="body"
    ).exists()


def test_what_an_autosave_took_out_again_is_its_owners(desk: Desk, item: Any, image: Image) -> None:
    draft = now(item).get_latest_revision_as_object()
    draft.image = None
    draft.save_revision(user=desk.editor, overwrite_revision=now(item).latest_revision)
    in_review(desk, item)
    assert change(desk.editor, image, file=png()) == set()


def test_it_is_its_owners_again_when_the_page_is_sent_back(
    desk: Desk, item: Any, image: Image
) -> None:
    in_review(desk, item)
    review = policies.open_reviews(now(item))[0]
    reasons = [services.Reason("image_rights", text="De qui est-elle ?")]
    services.request_changes(review=review, user=desk.moderator, reasons=reasons)
    assert change(desk.editor, image, file=png(), credit="Ilse Baum") == set()


def test_what_was_approved_before_it_was_changed_is_approved_again(
    desk: Desk, item: Any, image: Image
) -> None:
    """One of two reviews had approved it, the other sent it back."""
    in_review(desk, item)
    editorial, rights = sorted(policies.open_reviews(now(item)), key=lambda one: one.kind)
    digest = services.current_digest(now(item))
    services.approve(review=editorial, user=desk.moderator, digest=digest)
    reasons = [services.Reason("image_rights", text="De qui est-elle ?")]
    services.request_changes(review=rights, user=desk.moderator, reasons=reasons)
    assert change(desk.editor, image, file=png()) == set()
    in_review(desk, item)
    asked = {one.kind for one in policies.open_reviews(now(item))}
    assert asked == {editorial.kind, rights.kind}


def test_a_correction_during_the_review_asks_its_approvals_anew(
    desk: Desk, item: Any, image: Image
) -> None:
    in_review(desk, item)
    first, second = policies.open_reviews(now(item))
    digest = services.current_digest(now(item))
    services.approve(review=first, user=desk.moderator, digest=digest)
    assert change(desk.other_moderator, image, credit="Ilse Baum") == set()
    assert Review.objects.filter(pk__in=[first.pk, second.pk], status="open").count() == 2
    approve(desk, item)
    assert now(item).live


def test_a_deletion_during_the_review_does(desk: Desk, item: Any, image: Image) -> None:
    in_review(desk, item)
    first, _second = policies.open_reviews(now(item))
    digest = services.current_digest(now(item))
    services.approve(review=first, user=desk.moderator, digest=digest)
    delete(desk.moderator, image)
    assert not Image.objects.filter(pk=image.pk).exists()
    approve(desk, item)
    assert (now(item).live, now(item).image) == (True, None)


def test_what_is_taken_down_comes_back_through_a_review_when_its_file_was_changed(
    desk: Desk, item: Any, image: Image
) -> None:
    in_review(desk, item)
    approve(desk, item)
    now(item).unpublish(user=desk.moderator)
    assert change(desk.editor, image, file=png()) == set()
    with pytest.raises(ValidationError):
        now(item).get_latest_revision().publish(user=desk.moderator)
    assert not now(item).live


@pytest.mark.parametrize("corrected", [True, False])
def test_what_is_scheduled_goes_live_with_what_a_moderator_corrected(
    desk: Desk, item: Any, image: Image, corrected: bool
) -> None:
    """Or deleted: it goes live without it, as what is public stays without it."""
    scheduled(desk, item)
    if corrected:
        change(desk.moderator, image, credit="Ilse Baum")
    else:
        delete(desk.moderator, image)
    revision = now(item).scheduled_revision
    assert revision is not None
    moment = clock.now() - timedelta(minutes=1)
    revision.approved_go_live_at, revision.content["go_live_at"] = moment, moment.isoformat()
    revision.save()
    assert run_whole_schedule().refused == []
    assert (now(item).live, bool(now(item).image)) == (True, corrected)


def test_what_shows_nothing_yet_does_without_what_was_deleted(
    desk: Desk, item: Any, image: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_but_not_shown(desk, item)
    delete(desk.moderator, image)
    moment = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: moment)
    project_due()
    assert PublishedDocument.objects.filter(page_id=item.pk).exists()


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("contributor", {"credit": "Berthe"}),
        ("contributor", {"file": png}),
        ("head", {"file": png}),
    ],
)
def test_what_goes_live_between_a_forms_question_and_its_answer_is_shown_as_approved(
    desk: Desk, image: Image, monkeypatch: pytest.MonkeyPatch, who: str, changes: Changes
) -> None:
    item = desk.draft(image=image, image_alt="Un pont")
    saving = ApprovedFileForm.save

    def save(form: Any, *args: Any, **kwargs: Any) -> Any:
        in_review(desk, item)
        approve(desk, item)
        return saving(form, *args, **kwargs)

    monkeypatch.setattr(ApprovedFileForm, "save", save)
    person, address = getattr(desk, who), reverse("wagtailimages:edit", args=[image.pk])
    client = signed_in(person)
    said = {name: one() if callable(one) else one for name, one in changes.items()}
    sent = form_of_file(client, address) | said
    assert client.post(address, sent, headers={"referer": address}).url == address
    assert "went into review or live while you changed it" in client.get(address).content.decode()
    kept = Image.objects.get(pk=image.pk)
    assert (kept.file.name, kept.credit) == (image.file.name, "Anna")


def test_a_draft_that_shows_it_takes_no_approval_from_what_said_nothing_of_it(
    desk: Desk, image: Image
) -> None:
    """The way back of a release needs it."""
    item = desk.public(summary="Avant")
    page = now(item)
    page.summary = "Après"
    clear(page.save_revision(user=desk.editor).as_object())
    release = releases.create(title="R", user=desk.moderator, pages=[now(item)])
    releases.publish(release=release, user=desk.moderator)
    page = now(item)
    page.image, page.image_alt = image, "Un pont"
    page.save_revision(user=desk.contributor)
    assert change(desk.contributor, image, credit="Berthe") == set()
    releases.roll_back(release=release, user=desk.moderator)
    assert now(item).summary == "Avant"


def test_a_change_costs_the_same_however_many_pages_have_drafted_with_it(
    desk: Desk, image: Image, django_assert_max_num_queries: Any
) -> None:
    for _number in range(6):
        desk.draft(image=image, image_alt="Un pont").save_revision(user=desk.contributor)
    image.credit = "Berthe"
    with LogContext(user=desk.contributor), django_assert_max_num_queries(35):
        image.save()
