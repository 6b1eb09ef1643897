"""A translation is written as a draft, and goes live the way every page does.

wagtail-localize writes a translation over the page, live or not, and publishes it with no user.
Here its button makes a revision: that is sent for review, or published by whoever may publish where
nothing is reviewed.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from cms.core.models import BasePage
from cms.editorial import policies
from cms.editorial.models.submissions import WAITING
from cms.editorial.workflow import services
from cms.publication.locking import lock_pages, look_again

# What the translation editor posts.
ACTION, PUBLISH = "action", "publish"


def before_edit_page(request: HttpRequest, page: BasePage) -> HttpResponse | None:
    """Answers what the translation editor's button posts, in wagtail-localize's place."""
    if request.method != "POST" or request.POST.get(ACTION) != PUBLISH:
        return None
    translation = translation_into(page)
    if translation is None or page.alias_of_id:
        return None
    lock_pages([page.pk])
    look_again(page)
    told = hand_in(translation, page, request.user)
    shown = {"title": page.draft_title, "locale": translation.target_locale.get_display_name()}
    messages.success(request, told % shown)
    if _misses_words(translation):
        messages.warning(request, _("Some of it is not translated yet: see below."))
    return redirect(request.path)


def translation_into(page: Page) -> Translation | None:
    """The translation that `page` is written from, while it is kept in step with its source."""
    known = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    )
    return known.select_related("source", "target_locale").first()


def hand_in(translation: Translation, page: BasePage, user: Any) -> str:
    """Make the translation's words a revision and send it on; returns what was done, in words.

    Raises PermissionDenied to who neither submits nor publishes there, Refused where the gate
    objects.
    """
    rights = page.permissions_for_user(user)
    if page.get_workflow() is None:
        if not rights.can_publish():
            raise PermissionDenied
        page.publish(write_draft(translation, user), user)
        return _("Published “%(title)s” in %(locale)s.")
    if not rights.may_submit_here():
        raise PermissionDenied
    submission = policies.submission_of(page)
    write_draft(translation, user)
    if submission is not None and submission.status in WAITING:
        return _("“%(title)s” in %(locale)s is in review: the new version is reviewed.")
    services.submit(page=page, user=user)
    return _("“%(title)s” in %(locale)s is sent for review.")


def write_draft(translation: Translation, user: Any) -> Revision:
    """A revision with the words there are; what is public does not change. Raises ValidationError
    where they do not fit."""
    page = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    page.slug = find_available_slug(page.get_parent(), slugify(page.slug), ignore_page_id=page.pk)
    revision: Revision = page.save_revision(user=user)
    return revision


def _misses_words(translation: Translation) -> bool:
    segments = translation.source.stringsegment_set.annotate_translation(translation.target_locale)
    return bool(segments.filter(translation__isnull=True).exists())


class UpdateForm(UpdateTranslationsForm):
    """Does not offer to publish what nobody has looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["publish_translations"]

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "publish_translations": False}


class Update(UpdateTranslationsView):
    """A translation's strings follow its source; its page does when it is handed in again."""

    def get_form(self) -> UpdateForm:
        return UpdateForm(self.request.POST) if self.request.method == "POST" else UpdateForm()
