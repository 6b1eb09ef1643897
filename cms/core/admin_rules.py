"""The rules of what Wagtail itself brings: pages, collections, groups and what follows a page."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model, Q
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    Comment,
    Locale,
    Page,
    Revision,
    Site,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)

from cms.core.subtrees import above, at_and_below, collection_paths, page_paths
from cms.core.visibility import EVERYTHING, NOTHING, Rule, follow, register, visible_to

# Their names stand in every member's forms; what may be done with them is permissions' affair.
NAMES_OF_THE_HOUSE = (Locale, Site, Task, Workflow)
# The report “Background work”: arguments and errors of tasks are an administrator's affair.
KEEP_TASKS = "django_tasks_database.change_dbtaskresult"


def my_pages(user: Any) -> Q:
    return at_and_below(page_paths(user))


def way_to_my_pages(user: Any) -> Q:
    return above(page_paths(user))


def my_images(user: Any) -> Q:
    return _my_files(user, get_image_model())


def my_documents(user: Any) -> Q:
    return _my_files(user, get_document_model())


def _my_files(user: Any, model: type[Model]) -> Q:
    """Files in the collections where the user has any right on files of their kind."""
    return at_and_below(collection_paths(user, model), "collection__path")


def my_collections(user: Any) -> Q:
    return at_and_below(_all_collection_paths(user))


def way_to_my_collections(user: Any) -> Q:
    return above(_all_collection_paths(user))


def _all_collection_paths(user: Any) -> list[str]:
    return collection_paths(user, get_image_model(), get_document_model(), Collection)


def my_groups(user: Any) -> Q:
    if user.has_perm("auth.change_group"):
        return EVERYTHING
    return Q(pk__in=user.groups.values("pk"))


def my_redirects(user: Any) -> Q:
    """Those to no page, and those to pages one sees."""
    return Q(redirect_page__isnull=True) | Q(redirect_page__in=visible_to(user, Page.objects.all()))


def my_uploads(user: Any) -> Q:
    return Q(uploaded_by_user=user)


def tasks_kept(user: Any) -> Q:
    return EVERYTHING if user.has_perm(KEEP_TASKS) else NOTHING


def everybodys(user: Any) -> Q:
    return EVERYTHING


def register_rules() -> None:
    register(Page, Rule(mine=my_pages, way=way_to_my_pages))
    register(get_image_model(), Rule(mine=my_images))
    register(get_document_model(), Rule(mine=my_documents))
    register(Collection, Rule(mine=my_collections, way=way_to_my_collections))
    register(Group, Rule(mine=my_groups))
    register(Redirect, Rule(mine=my_redirects))
    register(UploadedFile, Rule(mine=my_uploads))
    register(DBTaskResult, Rule(mine=tasks_kept))
    for model in NAMES_OF_THE_HOUSE:
        register(model, Rule(mine=everybodys))
    follow(Revision, lambda revision: revision.content_object)
    follow(WorkflowState, lambda state: state.content_object)
    follow(TaskState, lambda state: state.workflow_state.content_object)
    follow(Comment, lambda comment: comment.page)
    follow(EditingSession, lambda session: session.content_object)
