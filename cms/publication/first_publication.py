"""A new page with its first revision, public or a draft, for services that write many of them.

A person's page is saved as a draft, again with its first revision, and once more when that is
published: three times the same rows, and a dozen looks at what a new page cannot have yet. Here
it is saved once: validated, and if it is live, asked of the gate and copied like any other; then
its revision is noted. What is on record afterwards is the same.
"""

from collections.abc import Set

from django.contrib.auth.models import AbstractUser
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.signals import page_published, published
from wagtail.tasks import update_reference_index_task

from cms.core import clock
from cms.publication.clearance import Authority
from cms.publication.pages import PublishedPage
from cms.publication.references import note as note_references
from cms.publication.unit_of_work import publishing


def publish_new(
    page: PublishedPage,
    *,
    parent: Page,
    user: AbstractUser,
    authority: Authority,
    institution_id: int | None = None,
) -> None:
    """Add a page that is not saved yet below `parent` and make it public, on record of `user`.

    Raises ValidationError, keyed by field, when it is not valid or the gate objects. Whether
    `user` may is asked by the caller, once for many pages; so is `authority`, on whose word it is
    public without a workflow of its own. `institution_id` is whose page it is, for the log.
    """
    page.live, page.has_unpublished_changes = True, False
    page.first_published_at = page.last_published_at = clock.now()
    with publishing():
        revision = _add(page, parent, user)
        authority.clear(page, revision=revision, institution_id=institution_id)
        page_published.send(sender=type(page), instance=page, revision=revision)
        published.send(sender=type(page), instance=page, revision=revision)
        _note_publication(page, user, revision)
        _index_references(page)


def draft_new(page: PublishedPage, *, parent: Page, user: AbstractUser) -> Revision:
    """Add a page that is not saved yet below `parent` as a draft, on record of `user`.

    Raises ValidationError, keyed by field, when it is not valid even as a draft. Whether `user`
    may is asked by the caller, once for many pages.
    """
    page.live, page.has_unpublished_changes = False, True
    with publishing():
        revision = _add(page, parent, user)
        _index_references(page)
    return revision


def _add(page: PublishedPage, parent: Page, user: AbstractUser) -> Revision:
    page.owner, page.draft_title = user, page.title
    # Asked of the database on every save otherwise: a new page roots no site.
    page._is_site_root = False
    # Saving writes what was put and forgets that it was: a revision must look for these rows.
    with_rows = set(page.__dict__.get("_cluster_related_objects", ()))
    with disable_reference_index_auto_update():
        parent.add_child(instance=page)
    _have_no_other_rows(page, with_rows)
    return _note_revision(page, user)


def _index_references(page: PublishedPage) -> None:
    """Each row of the page asks for an update of the reference index; one is enough."""
    meta = page._meta
    update_reference_index_task.enqueue(meta.app_label, meta.model_name, str(page.pk))


def _note_publication(page: PublishedPage, user: AbstractUser, revision: Revision) -> None:
    """As the history of the page and the site's report tell it; that it was made, saving tells."""
    PageLogEntry.objects.create(
        page=page,
        content_type=page.get_content_type(),
        label=page.get_admin_display_title(),
        action="wagtail.publish",
        timestamp=clock.now(),
        user=user,
        uuid=get_active_log_context().uuid,
        revision=revision,
        content_changed=True,
    )


def _note_revision(page: PublishedPage, user: AbstractUser) -> Revision:
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=user,
        content=page.serializable_data(),
        object_str=str(page),
    )
    note_references(page, revision)
    page.latest_revision = revision
    page.live_revision = revision if page.live else None
    page.latest_revision_created_at = revision.created_at
    # Bookkeeping: nothing of it is public, and nothing of it needs to be validated.
    Page.objects.filter(pk=page.pk).update(
        latest_revision=revision,
        live_revision=page.live_revision,
        latest_revision_created_at=revision.created_at,
    )
    return revision


def _have_no_other_rows(page: PublishedPage, with_rows: Set[str]) -> None:
    """Where nothing was put nobody can have added a row yet: the revision need not look."""
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name not in with_rows:
            setattr(page, name, [])
    for field in get_all_child_m2m_relations(page):
        if field.name not in with_rows:
            setattr(page, field.name, [])
