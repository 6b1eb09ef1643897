"""The base of every page: what may go live, where it lives in public; workers; what failed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.dispatch import Signal
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.coreutils import string_to_ascii
from wagtail.models import Page, Revision

from cms.core import clock, gate, revisions
from cms.core.copying import DraftCopyForm
from cms.core.forms import GatedPageForm
from cms.core.permissions import PagePermissions
from cms.core.rows import rows_read_once

# A page has a new revision. Arguments: `page`, `revision`; `followed`, whether another one is saved
# at once, which is its draft in the end. The rows of `page` are read, not to be changed.
page_revised = Signal()
# A page is below another one, with what is below it. Argument: `page`.
page_has_moved = Signal()
# A page is public as it is in memory, perhaps with other content than before; not all of it need
# be in the database yet. Argument: `page`.
page_shows = Signal()
# A page is no longer public. Argument: `page`.
page_went_down = Signal()
# A revision of a page is published or scheduled: nothing is written yet, and it is in the same
# transaction. Arguments: `page`, `revision`, `content` as the revision has it, `user`.
page_publishes = Signal()
# What locking a page writes: nothing of it is public.
LOCKING = frozenset({"locked", "locked_by", "locked_at"})
# Relations that are written by Wagtail alone.
KEPT_BY_WAGTAIL = frozenset({"content_type", "locale", "latest_revision", "live_revision"})
# Whatever a version says of them, they are those of its page.
FROM_THE_PAGE = frozenset(
    {"alias_of", "content_type", "latest_revision", "live_revision", "locale", "locked_by", "owner"}
)
# Leaves room for the number that tells namesakes apart.
SLUG_LENGTH = 240


class BasePage(Page):
    """A page that asks the gate before it is live.

    Only the title is needed to save a draft. Wagtail validates drafts minimally and live pages
    fully; the gate's checks run beside the latter, in the same `save`, so that no path to
    publication goes around them: admin, API, schedule, translation, copy, alias, script.
    """

    slug: Any  # Wagtail's own, which the type checker cannot see

    base_form_class = GatedPageForm
    copy_form_class = DraftCopyForm
    # A headless page has no menu of its own: navigation is part of the home page.
    show_in_menus_default = False

    # Fields that are none of its content: no draft changes them, and nobody approves them.
    not_content: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ValidationError, keyed by field, when a live page does not pass the gate."""
        if self.live:
            self._ask_gate(kwargs.get("clean", True), kwargs.get("update_fields"))
        return super().save(*args, **kwargs)

    def _ask_gate(self, clean: bool, update_fields: Iterable[str] | None) -> None:
        """Wagtail saves without cleaning where it notes something, and where it writes the content
        of aliases and of the pages below a copied one: the place is asked about in the latter."""
        if update_fields is not None and (not clean or LOCKING.issuperset(update_fields)):
            return
        if clean:
            self._set_core_field_defaults()  # its slug, if it has none yet
        gate.require_place(self, self._get_basepath(self.path, self.depth - 1))
        if clean:
            gate.require_open(self)

    def clean_fields(self, exclude: Any = None) -> None:
        """What no form asks for, and what a new page refers to by an object in memory, was just
        read: the database's own constraint sees to that, and no query is spent on looking again."""
        known = {
            field.name
            for field in self._meta.concrete_fields
            if self._state.adding
            and field.is_relation
            and field.is_cached(self)
            and field.get_cached_value(self) is not None
        }
        super().clean_fields({*(exclude or ()), *known, *KEPT_BY_WAGTAIL})

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Wagtail looks up all that a version refers to. It does not what it takes from the page
        anyhow, nor the page itself for each of the version's rows."""
        rows = {
            name: [{**row, relation.field.name: None} for row in content[name]]
            for relation in get_all_child_relations(self)
            if (name := relation.get_accessor_name()) in content
        }
        known = dict.fromkeys(FROM_THE_PAGE & content.keys())
        draft = super().with_content_json({**content, **known, **rows})
        draft.live_revision_id = self.live_revision_id
        return draft

    def permissions_for_user(self, user: Any) -> PagePermissions:
        return PagePermissions(user, self)

    def save_revision(
        self,
        *args: Any,
        clean: bool = True,
        overwrite_revision: Revision | None = None,
        followed: bool = False,
        **kwargs: Any,
    ) -> Any:
        """A revision is a draft: it is asked for its title, publishing it for the rest.

        `followed` says that another one is saved at once.
        """
        if clean:
            self.minimal_clean()
        over = overwrite_revision
        if over is not None and over.pk == self.latest_revision_id and revisions.is_kept(over):
            over = None
        with rows_read_once(self):
            revision = super().save_revision(*args, clean=False, overwrite_revision=over, **kwargs)
            page_revised.send(sender=type(self), page=self, revision=revision, followed=followed)
        return revision

    def _set_core_field_defaults(self) -> None:
        """A title in another script gets an address too: Wagtail itself would leave it empty."""
        placed = bool(self.path or getattr(self, "_cached_parent_obj", None))
        if placed and self.title and not self.slug:
            spelled = slugify(string_to_ascii(self.title))[:SLUG_LENGTH].strip("-")
            self.slug = self._get_autogenerated_slug(spelled or "page")
        super()._set_core_field_defaults()

    def get_admin_display_title(self) -> str:
        """What is public is listed under its public title, its draft's is for its own form.

        Others see it in choosers and links; the draft's title is not theirs to read.
        """
        return self.title if self.live else super().get_admin_display_title()

    @property
    def public_path(self) -> str:
        """`/{locale}/…/`: the page's address below its locale's home, as frontends use it."""
        below_home = self.url_path.split("/", 2)[2] if self.url_path.count("/") > 1 else ""
        return f"/{self.locale.language_code}/{below_home}"


class Timestamped(models.Model):
    """When a row was made and last changed."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Retried(models.Model):
    """Work that is tried again ever more rarely while it fails; `attempts` counts failures."""

    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    failed_since = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(default=clock.now)

    FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)

    class Meta:
        abstract = True

    def note_failure(self, error: BaseException) -> None:
        """Count an attempt: the next is a minute later, then two, four … Does not save."""
        now = clock.now()
        self.attempts += 1
        self.error = _in_words(error)[:500]
        self.failed_since = self.failed_since or now
        self.tried_at = now
        wait = self.FIRST_WAIT * 2 ** min(self.attempts - 1, 20)
        self.retry_at = now + min(wait, self.LONGEST_WAIT)


def _in_words(error: BaseException) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(error.messages)
    return f"{type(error).__name__}: {error}"


class WorkerHeartbeat(models.Model):
    """A worker process that said so: `last_seen_at` is renewed every few seconds while it lives.

    `instance` names its process among all there ever were (`cms.core.processes`); `progress` says
    when each queue and periodic job last got on with it.
    """

    worker_id = models.CharField(_("worker"), max_length=64, primary_key=True)
    host = models.CharField(_("host"), max_length=255)
    process = models.PositiveIntegerField(_("process"))
    instance = models.CharField(_("instance"), max_length=255, default="")
    started_at = models.DateTimeField(_("started"))
    last_seen_at = models.DateTimeField(_("last seen"), db_index=True)
    doing = models.CharField(
        _("doing"), max_length=255, blank=True, help_text=_("The task it carries out.")
    )
    progress = models.JSONField(_("progress"), default=dict)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["started_at"]

    def __str__(self) -> str:
        return f"{self.host}:{self.process}"
