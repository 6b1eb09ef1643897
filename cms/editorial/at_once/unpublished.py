"""What Wagtail's own screens unpublish is a decision too: the audit log says who did it, and those
whose page it is are told. All of it is in the transaction of the request
(`cms.publication.middleware`)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from cms.audit.recording import record
from cms.editorial.facts import facts_of
from cms.editorial.notices import telling

# Where a request keeps the numbers of what was public before, chosen or going down with it.
BEFORE = "_public_before"


def before_unpublish_page(request: HttpRequest, page: Page) -> None:
    _remember(request, [page], below=bool(request.POST.get("include_descendants")))


def after_unpublish_page(request: HttpRequest, page: Page) -> None:
    _record(request, [page])


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    if _unpublishes(action_type, action):
        below = bool(action.cleaned_form.cleaned_data.get("include_descendants"))
        _remember(request, objects, below=below)


def after_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    if _unpublishes(action_type, action):
        _record(request, objects)


def _unpublishes(action_type: str, action: Any) -> bool:
    return action.model is Page and action_type == "unpublish"


def _remember(request: HttpRequest, pages: Iterable[Page], *, below: bool) -> None:
    """Languages may go down with a page, and what is below each."""
    chosen = Page.objects.filter(translation_key__in=[page.translation_key for page in pages])
    public = {page.pk for page in chosen if page.live}
    for page in chosen if below else ():
        public.update(page.get_descendants().live().values_list("pk", flat=True))
    setattr(request, BEFORE, public)


def _record(request: HttpRequest, pages: Iterable[Page]) -> None:
    """Each page that went down; what the person may not unpublish has stayed."""
    chosen = {page.pk for page in pages}
    before = getattr(request, BEFORE, chosen)
    for page in Page.objects.filter(pk__in=before, live=False).order_by("path").specific():
        record(
            act="unpublished",
            actor=request.user,
            page=page,
            revision=page.latest_revision_id,
            institution_id=facts_of(page).institution_id,
            data={"below": page.pk not in chosen},
        )
        telling.told_down(page, by=request.user)
