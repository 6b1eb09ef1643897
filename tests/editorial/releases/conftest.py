"""A moderator who keeps releases, and pages of an institution that wait."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import WorkflowPage
from wagtail.users.models import UserProfile

from cms.editorial.models import Release
from cms.editorial.releases import services
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.factories.clearing import clear


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def client(desk: Desk) -> Client:
    UserProfile.objects.update_or_create(user=desk.moderator, defaults={"preferred_language": "en"})
    return signed_in(desk.moderator)


def approved(desk: Desk, **values: Any) -> Any:
    """A draft whose content is cleared and which is not public."""
    return clear(desk.draft(**values))


def public_and_changed(desk: Desk, summary: str = "Le nouveau résumé.", **values: Any) -> Any:
    """A public page with an approved draft that says something else."""
    item = desk.public(**values)
    item.summary = summary
    item.save_revision(user=desk.editor)
    clear(item)
    item.refresh_from_db()
    return item


def published_directly(desk: Desk, summary: str) -> tuple[Any, WorkflowPage]:
    """A page where no workflow applies; and the one that could."""
    workflow = WorkflowPage.objects.get()
    WorkflowPage.objects.all().delete()
    item = desk.draft(summary=summary)
    item.get_latest_revision().publish(user=desk.moderator)
    return ItemPage.objects.get(pk=item.pk), workflow


def release_of(desk: Desk, *pages: Any, title: str = "Nuit des musées") -> Release:
    return services.create(title=title, user=desk.moderator, pages=pages)
