"""Who may do what is one table: the API and the admin's doors open for the same people.

Every role tries every act in every state; what is tried is rolled back.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from wagtail.models import Page, TaskState

from cms.audit.models import Decision
from cms.authoring.rest.acts import ACTS
from cms.core.visibility import Scope, may_see
from cms.editorial import policies
from cms.editorial.models import Submission
from cms.editorial.workflow import services
from cms.editorial.workflow.services import Reason
from tests.admin.conftest import form_of, signed_in
from tests.admin.roles_ground import COMPLETE
from tests.authoring.systems import House, System
from tests.editorial.ground import approve_at_desk
from tests.factories import ItemFactory, UserFactory, occurrence
from tests.factories.clearing import go_live

pytestmark = pytest.mark.django_db

ROLES = (
    *("contributor", "editor", "colleague", "manager", "stranger", "moderator"),
    *("other_moderator", "head_moderator", "operator", "administrator"),
)
STATES = ("draft", "submitted", "claimed", "changes_requested", "published")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Hundreds of refusals are what is asked for here."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


class Ground:
    """Everybody, and an item by its editor that has come to `state`."""

    def __init__(self, state: str) -> None:
        self.house = House()
        member = self.house.member
        self.people: dict[str, Any] = {
            "contributor": member("contributor"),
            "editor": self.house.editor,
            "colleague": member("editor"),
            "manager": member("manager"),
            "stranger": House("yauza").editor,
            "moderator": UserFactory(group="Moderators", language="en"),
            "other_moderator": UserFactory(group="Moderators", language="en"),
            "head_moderator": UserFactory(group="Head moderators", language="en"),
            "operator": UserFactory(group="Operators", language="en"),
            "administrator": UserFactory(superuser=True, language="en"),
        }
        self.people["head_moderator"].groups.add(*self.people["moderator"].groups.all())
        moment = datetime(2035, 6, 1, 18, tzinfo=UTC)
        self.item = ItemFactory(
            parent=self.house.page, owner=self.house.editor, occurrences=[occurrence(moment)]
        )
        self.showing = self.item.occurrences.get().uid
        self.item.save_revision(user=self.house.editor)
        getattr(self, f"_{state}")()
        self.page: Page = Page.objects.get(pk=self.item.pk).specific

    def _draft(self) -> None:
        """As it was made."""

    def _submitted(self) -> None:
        services.submit(page=self.item, user=self.people["editor"])

    def _claimed(self) -> None:
        self._submitted()
        (review,) = policies.open_reviews(self.item)
        services.claim(review=review, user=self.people["moderator"])

    def _changes_requested(self) -> None:
        self._submitted()
        (review,) = policies.open_reviews(self.item)
        reasons = [Reason(code="missing_image")]
        services.request_changes(review=review, user=self.people["moderator"], reasons=reasons)

    def _published(self) -> None:
        go_live(self.item)

    def sent(self, act: str) -> dict[str, Any]:
        reasons = [{"code": "missing_image"}]
        return {
            "comment": {"text": "Bonjour"},
            "assign": {"to": self.people["other_moderator"].username},
            "approve": {"digest": services.current_digest(self.page)},
            "request_changes": {"reasons": reasons},
            "reject": {"reasons": reasons},
            "take_down": {"reasons": reasons},
            "publish_emergency": {"reason": "Ce soir"},
            "withdraw_from_portal": {"reason": "Droits échus"},
            "cancel_occurrence": {"uid": str(self.showing), "status": "cancelled"},
        }.get(act, {})


def tried(work: Callable[[], bool]) -> bool:
    """Whether it was done; nothing of it stays."""
    with transaction.atomic():
        done = work()
        transaction.set_rollback(True)
    return done


def over_the_api(ground: Ground, who: str, act: str) -> bool:
    system = System(ground.people[who])
    path = f"/pages/{ground.page.translation_key}/fr/{ACTS[act].path}"
    answer = system.post(path, ground.sent(act))
    assert answer.status_code in {200, 403, 404, 409}, answer.content
    return bool(answer.status_code == 200)


def by_the_table(ground: Ground, who: str, act: str) -> bool:
    """What the admin's screens and menus ask; what one does not see has no screen."""
    person = ground.people[who]
    seen = may_see(person, ground.page, Scope.MINE)
    return seen and policies.ACTS[act](person, ground.page)


@pytest.mark.parametrize("state", STATES)
def test_the_api_opens_what_the_table_says(state: str) -> None:
    ground = Ground(state)
    trials = [(who, act) for who in ROLES for act in ACTS]
    found = {one: tried(lambda one=one: over_the_api(ground, *one)) for one in trials}  # type: ignore[misc]
    wanted = {one: by_the_table(ground, *one) for one in trials}
    assert found == wanted
    assert any(found.values()), "nothing is tried"


@pytest.mark.parametrize("state", STATES)
def test_the_status_tells_what_the_api_opens(state: str) -> None:
    ground = Ground(state)
    for who in ROLES:
        path = f"/pages/{ground.page.translation_key}/status"
        answer = System(ground.people[who]).get(path)
        told = (
            answer.json()["locales"]["fr"]["allowed_actions"] if answer.status_code == 200 else []
        )
        assert set(told) == {act for act in ACTS if by_the_table(ground, who, act)}, who


# The admin's own doors


def _submit_form(ground: Ground, who: str) -> bool:
    client = signed_in(ground.people[who])
    address = reverse("wagtailadmin_pages:edit", args=[ground.page.pk])
    try:
        form = form_of(client, address)
    except AssertionError:
        form = {}
    before = Decision.objects.filter(act="submitted").count()
    client.post(address, form | COMPLETE | {"action-submit": "1"})
    return Decision.objects.filter(act="submitted").count() > before


def _desk(ground: Ground, who: str) -> bool:
    if not Submission.objects.filter(page=ground.page).exists():
        return False
    before = Decision.objects.filter(act="approved").count()
    approve_at_desk(signed_in(ground.people[who]), ground.page)
    return Decision.objects.filter(act="approved").count() > before


def _workflow_menu(ground: Ground, who: str) -> bool:
    client = signed_in(ground.people[who])
    state = TaskState.objects.filter(
        workflow_state__object_id=str(ground.page.pk), status="in_progress"
    ).first()
    if state is None:
        return False
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[ground.page.pk, "reject", state.pk]
    )
    before = Decision.objects.filter(act="changes_requested").count()
    client.post(address, {"comment": "Une image manque."})
    return Decision.objects.filter(act="changes_requested").count() > before


DOORS: dict[str, Callable[[Ground, str], bool]] = {
    "submit": _submit_form,
    "approve": _desk,
    "request_changes": _workflow_menu,
}


@pytest.mark.parametrize("act", DOORS)
@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_the_admins_doors_open_for_the_same_people(act: str, state: str) -> None:
    ground = Ground(state)
    for who in ROLES:
        api = tried(lambda who=who: over_the_api(ground, who, act))  # type: ignore[misc]
        admin = tried(lambda who=who: DOORS[act](ground, who))  # type: ignore[misc]
        assert admin == api, (who, act, state)
