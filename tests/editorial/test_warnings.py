"""Warnings travel along: what keeps a page from nothing, and its reviewers should know."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.utils.translation import override

from cms.core import clock
from cms.editorial.models import Submission
from cms.editorial.workflow import services
from tests.admin.conftest import signed_in
from tests.authoring.systems import System
from tests.editorial.people import Desk
from tests.factories import ImageFactory, InstitutionFactory
from tests.factories.items import occurrence

LAST_YEAR = timedelta(days=-365)


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def submitted(desk: Desk, **values: Any) -> Submission:
    return services.submit(page=desk.draft(**values), user=desk.editor)


def told_at_the_desk(reader: Any, submission: Submission) -> str:
    page = signed_in(reader).get(f"/admin/desk/{submission.pk}/").content
    return BeautifulSoup(page, "html.parser").get_text(" ", strip=True)


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"body": []}, "body", "body"),
        ({"accessibility_features": [], "accessibility_note": ""}, "accessibility", None),
        ({"image": None, "image_alt": ""}, "image", "image"),
        ({"on_demand_until": clock.now() + LAST_YEAR}, "past_end", "on_demand_until"),
    ],
)
def test_what_quality_and_dates_miss_goes_along(
    desk: Desk, values: dict[str, Any], code: str, field: str | None
) -> None:
    kept = submitted(desk, **values).warnings
    (found,) = [one for one in kept if one["code"] == code]
    assert field in (None, found["field"])


def test_a_complete_item_is_not_warned_of(desk: Desk) -> None:
    codes = {one["code"] for one in submitted(desk, title="Seul de son espèce").warnings}
    assert not codes & {"duplicate", "image_small", "past_occurrences", "past_end", "past_rights"}


def test_dates_that_are_all_past_go_along_and_one_to_come_is_enough(desk: Desk) -> None:
    past, coming = occurrence(clock.now() + LAST_YEAR), occurrence(clock.now() - LAST_YEAR)
    codes = {one["code"] for one in submitted(desk, title="Hier", occurrences=[past]).warnings}
    assert "past_occurrences" in codes
    both = [occurrence(clock.now() + LAST_YEAR), coming]
    codes = {one["code"] for one in submitted(desk, title="Demain", occurrences=both).warnings}
    assert "past_occurrences" not in codes


def test_a_near_same_title_and_a_small_picture_go_along(desk: Desk) -> None:
    other = desk.draft(title="La grande nuit des phares")
    small = ImageFactory(title="Le phare", file__width=300, file__height=200)
    kept = submitted(desk, title="La grande nuit des phares !", image=small).warnings
    found = {one["code"]: one["params"] for one in kept}
    assert found["duplicate"] == {"title": "La grande nuit des phares", "page": other.pk}
    assert found["image_small"] == {"title": "Le phare", "width": 300, "height": 200}


def test_it_tells_no_title_of_a_page_its_reader_may_not_see(desk: Desk) -> None:
    InstitutionFactory(title="Musée secret du vieux port")  # of others, and not public
    desk.house.title = "Musée secret du vieux port 2"
    desk.house.save_revision(user=desk.editor)
    desk.house.refresh_from_db()
    services.submit(page=desk.house, user=desk.editor)

    def warned(reader: System) -> str:
        status = reader.get(f"/pages/{desk.house.translation_key}/status").json()
        warnings = status["locales"]["fr"]["submission"]["warnings"]
        (said,) = [one["message"] for one in warnings if one["code"] == "duplicate"]
        return str(said)

    unseen = "It may be there already, in a page you do not see."
    assert warned(System(desk.editor, desk.institution)) == unseen
    assert "Musée secret du vieux port" in warned(System(desk.moderator))


def test_a_warning_is_read_in_the_readers_language_whoever_submitted_it(desk: Desk) -> None:
    with override("fr"):
        submission = submitted(desk, on_demand_until=clock.now() + LAST_YEAR)
    said = "It was to be enjoyed until"
    assert said in told_at_the_desk(desk.moderator, submission)
    assert said not in str(submission.warnings)


def test_they_are_those_of_what_is_before_the_reviewers(desk: Desk) -> None:
    submission = submitted(desk)
    page = submission.page.specific.get_latest_revision_as_object()
    page.on_demand_until = clock.now() + LAST_YEAR
    page.save_revision(user=desk.editor)
    assert "It was to be enjoyed until" in told_at_the_desk(desk.moderator, submission)


def test_what_was_kept_as_words_is_read_as_it_was_written(desk: Desk) -> None:
    submission = submitted(desk)
    kept = [{"field": "image", "message": "100 % sans image"}, *submission.warnings]
    Submission.objects.update(warnings=kept)
    import_module("cms.editorial.migrations.0004_warnings_as_codes").keep_words(apps, None)
    assert "100 % sans image" in told_at_the_desk(desk.moderator, submission)


def test_warnings_keep_nothing_from_being_approved(desk: Desk) -> None:
    submission = submitted(desk, body=[])
    review = submission.reviews.get()
    page = submission.page.specific
    services.approve(review=review, user=desk.moderator, digest=services.current_digest(page))
    page.refresh_from_db()
    assert page.live
