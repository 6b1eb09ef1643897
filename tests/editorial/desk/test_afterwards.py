"""What reviewers are asked once: of what is written later they see what they see anyway."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from cms.editorial.models import ReviewRule
from cms.editorial.workflow import services
from tests.editorial.desk.conftest import Reviewer, submit
from tests.editorial.people import Desk


@pytest.fixture
def partner(desk: Desk, django_capture_on_commit_callbacks: Any) -> Reviewer:
    """Somebody who gives reviews and works on no page."""
    group = Group.objects.create(name="Partners")
    group.permissions.add(*Group.objects.get(name="Moderators").permissions.all())
    ReviewRule.objects.filter(kind="editorial").update(group=group)
    desk.stranger.groups.add(group)
    return Reviewer(desk.stranger, django_capture_on_commit_callbacks)


@pytest.mark.parametrize("end", ["withdrawn", "sent back"])
def test_later_drafts_are_their_authors(
    desk: Desk, partner: Reviewer, head: Reviewer, end: str
) -> None:
    item = submit(desk, title="Ce qui fut soumis")
    if end == "withdrawn":
        services.withdraw(page=item, user=desk.editor)
    else:
        partner.presses("request_changes", item, reasons=["broken_link"])
    paths = [partner.address(item), partner.address(item) + "preview/"]
    assert [partner.client.get(path).status_code for path in paths] == [200, 200]
    item.refresh_from_db()
    item.title = "Plus tard"
    item.save_revision(user=desk.editor)
    assert [partner.client.get(path).status_code for path in paths] == [404, 404]
    if end == "sent back":
        item.refresh_from_db()
        services.submit(page=item, user=desk.editor)
        assert [partner.client.get(path).status_code for path in paths] == [200, 200]


def test_staff_sees_them(desk: Desk, moderator: Reviewer, submitted: Any) -> None:
    moderator.presses("request_changes", submitted, reasons=["broken_link"])
    submitted.refresh_from_db()
    submitted.title = "Plus tard"
    submitted.save_revision(user=desk.editor)
    assert "Plus tard" in moderator.sees(submitted).text
