"""The page that has a published copy."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision
from wagtail.utils.decorators import cached_classmethod

from cms.core import clock
from cms.core.models import BasePage, page_publishes
from cms.core.panels import name_in_one_language
from cms.publication import own_words
from cms.publication.clearance import before_copies_live, before_publishing
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages, look_again
from cms.publication.panels import SETTINGS
from cms.publication.preview import modes as preview_modes
from cms.publication.sites import frontend_root, names_frontend
from cms.publication.unit_of_work import publishing
from cms.publication.version_notes import note_missing


class PublishedPage(BasePage):
    """Every operation on it and its published copy commit together or not at all."""

    first_published_at: datetime | None
    settings_panels = list(SETTINGS.children)
    promote_panels: list[Any] = []

    # Of what `publish` made public, or is to go live later, when it was last called of this object.
    published_digest = ""

    # A form has shown whoever goes back to a former version the moments of today's draft.
    moments_are_chosen = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.live and self.first_published_at is None:
            # Live without a revision, as a script or a tree of index pages is: it went live now.
            self.first_published_at = self.last_published_at = clock.now()
        with publishing():
            if own_words.is_conversion(self, kwargs.get("update_fields")):
                changed = own_words.convert(self)
                kwargs["update_fields"] = [*kwargs["update_fields"], *changed]
            return super().save(*args, **kwargs)

    def save_revision(
        self, *args: Any, previous_revision: Revision | None = None, **kwargs: Any
    ) -> Any:
        """Going back to a former version brings back what it said, not when it was to be live."""
        if previous_revision is not None and not self.moments_are_chosen:
            self.take_moments_of_draft()
        with publishing():
            return super().save_revision(*args, previous_revision=previous_revision, **kwargs)

    def take_moments_of_draft(self) -> None:
        """When it goes live and expires, as its latest version has it."""
        draft = type(self)._default_manager.get(pk=self.pk).get_latest_revision_as_object()
        self.go_live_at, self.expire_at = draft.go_live_at, draft.expire_at
        self.moments_are_chosen = True

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> Any:
        """Two who publish one page at once go one after the other; a new address of a page is
        written to all below it. The revision is read once: what is asked about is what goes live.
        """
        with publishing():
            moves = self.numchild > 0 and revision.content.get("slug") != self.slug
            lock_pages([self.pk], trees=[self.pk] if moves else ())
            look_again(self, revision.content_object)
            action = PublishPageRevisionAction(
                revision,
                user=user,
                changed=changed,
                log_action=log_action,
                previous_revision=previous_revision,
            )
            note_missing(Revision.objects.filter(pk=revision.pk))
            self.published_digest = content_digest(action.object)
            before_publishing(action.object, revision, user, self.published_digest)
            page_publishes.send(
                sender=type(self), page=self, revision=revision, content=action.object, user=user
            )
            return action.execute(skip_permission_checks=skip_permission_checks)

    def update_aliases(self, *args: Any, **kwargs: Any) -> None:
        """Of what goes live later they show nothing yet: Wagtail would have them show it now. What
        is live without a version goes down until then, and they with it."""
        if self.go_live_at is None or self.go_live_at <= clock.now():
            super().update_aliases(*args, **kwargs)
        elif not self.live:
            for alias in self.aliases.filter(live=True).specific():
                alias.unpublish(log_action=False)

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            lock_pages([self.pk])
            look_again(self)
            return super().unpublish(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            lock_pages(trees=[self.pk], parents=True)
            look_again(self)
            return super().delete(*args, **kwargs)

    def move(self, target: Page, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            lock_pages([target.pk], trees=[self.pk], parents=True)
            look_again(self, target)
            return super().move(target, *args, **kwargs)

    def copy(self, *args: Any, keep_live: bool = False, user: Any = None, **kwargs: Any) -> Any:
        """A draft, unless the copy is to be live: that is asked of it as of what is published."""
        with publishing():
            copy = super().copy(*args, keep_live=keep_live, user=user, **kwargs)
            if keep_live:
                before_copies_live(copy, user)
            return copy

    def create_alias(self, *args: Any, **kwargs: Any) -> Any:
        with publishing():
            return super().create_alias(*args, **kwargs)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The address at the frontend: `view live` and links in the admin open it there."""
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        return parts[0], frontend_root(parts[0]), self.public_path

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str | None:
        """With its host where it is read on another one; Wagtail leaves it out for a lone site."""
        parts = self.get_url_parts(request)
        if parts and names_frontend(parts[0]):
            return parts[1] + parts[2]
        address: str | None = super().get_url(request, current_site)
        return address

    url = property(get_url)

    @cached_classmethod
    def get_edit_handler(cls) -> Any:
        return name_in_one_language(super().get_edit_handler())

    @property
    def preview_modes(self) -> preview_modes.Modes:
        return preview_modes.modes(self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The draft as a citizen would meet it: its very document, unsaved changes included."""
        return preview_modes.serve(self, request, mode_name)
