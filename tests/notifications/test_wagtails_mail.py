"""What is told of a workflow is told by us: Wagtail's own mail of it is not sent."""

import pytest
from django.core import mail
from wagtail.models import Workflow

from tests.factories import InstitutionFactory, ItemFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end", ["approve", "reject"])
def test_workflows_send_none(end: str) -> None:
    house = InstitutionFactory(published=True)
    author = UserFactory(member_of=house.institution)
    moderators = [UserFactory(group="Moderators"), UserFactory(superuser=True)]
    item = ItemFactory(parent=house, owner=author)
    item.save_revision(user=author)
    state = Workflow.objects.get().start(item, author)
    task = state.current_task_state.task
    task.on_action(state.current_task_state, user=moderators[0], action_name=end)
    assert mail.outbox == []
