"""What Wagtail's own screens unpublish is a decision too: the audit log says who did it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from cms.audit.recording import record
from cms.editorial.facts import facts_of


def after_unpublish_page(request: HttpRequest, page: Page) -> None:
    below = bool(request.POST.get("include_descendants"))
    _record(request.user, page, below=below)


def after_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    if action.model is Page and action_type == "unpublish":
        below = bool(action.cleaned_form.cleaned_data.get("include_descendants"))
        for page in objects:
            _record(request.user, page, below=below)


def _record(user: Any, page: Page, *, below: bool) -> None:
    specific = page.specific
    record(
        act="unpublished",
        actor=user,
        page=specific,
        revision=specific.latest_revision_id,
        institution_id=facts_of(specific).institution_id,
        data={"below": below},
    )
