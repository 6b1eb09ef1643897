"""Making a page and publishing it in one go, as services do that write many."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractUser
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update
from wagtail.tasks import update_reference_index_task

from cms.publication.pages import PublishedPage
from cms.publication.unit_of_work import publishing


def publish_new(
    parent: Page,
    page: PublishedPage,
    user: AbstractUser,
    fill: Callable[[], None] = lambda: None,
) -> None:
    """As the admin does it: a draft, its first revision, then live; each on record of `user`.

    `fill` completes the draft when it is in the tree: what it adds is written once, by publishing,
    which also validates it all. Whether `user` may was asked once, before the work began.
    """
    page.live, page.owner = False, user
    # Asked of the database on every save otherwise; a new page below a section roots no site.
    page._is_site_root = False
    with publishing(), one_index_update(page):
        parent.add_child(instance=page)
        _have_no_rows(page)
        fill()
        revision = _first_revision(page, user)
        _forget_empty_rows(page)
        _FirstPublication(page, revision, user=user).execute(skip_permission_checks=True)


def _first_revision(page: PublishedPage, user: AbstractUser) -> Revision:
    """What `save_revision` makes, without its own save of the page: publishing saves it next."""
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=user,
        content=page.serializable_data(),
        object_str=str(page),
    )
    page.latest_revision = revision
    page.latest_revision_created_at = revision.created_at
    page.draft_title = page.title
    return revision


def _have_no_rows(page: PublishedPage) -> None:
    """Nobody can have added a row yet: neither revision nor publication need look for any."""
    for relation in get_all_child_relations(page):
        setattr(page, relation.get_accessor_name(), [])
    for field in get_all_child_m2m_relations(page):
        setattr(page, field.name, [])


def _forget_empty_rows(page: PublishedPage) -> None:
    """Where nothing was added, saving need not look for rows to delete either."""
    known = page.__dict__["_cluster_related_objects"]
    for name in [name for name, rows in known.items() if not rows]:
        del known[name]


class _FirstPublication(PublishPageRevisionAction):
    """Publishes a new page as it is in memory, where its only revision was made of it just now.

    Built again from the revision it would be the same page, at the price of twenty queries.
    """

    def __init__(self, page: PublishedPage, revision: Revision, *, user: AbstractUser) -> None:
        self.object, self.revision, self.user = page, revision, user
        self.changed = self.log_action = True
        self.previous_revision = None


@contextmanager
def one_index_update(page: PublishedPage) -> Iterator[None]:
    """Every save of a page queues an update of the reference index; the last one is enough."""
    with disable_reference_index_auto_update():
        yield
    meta = page._meta
    update_reference_index_task.enqueue(meta.app_label, meta.model_name, str(page.pk))
