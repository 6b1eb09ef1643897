"""What the arguments of the admin's addresses name: a table, and how near that thing must be.

Every argument of every address stands here or is said to name nothing; what is missing opens for
nobody but those who see everything, and a test tells which it is. Rooms add their own screens with
`name_arguments` in `AppConfig.ready()`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.http import QueryDict
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from cms.core.visibility import Scope

Named = tuple[str, Scope]

PAGE = "wagtailcore.Page"
COLLECTION = "wagtailcore.Collection"
TASK_RESULT = "django_tasks_database.DBTaskResult"
USER = settings.AUTH_USER_MODEL
IMAGE = get_image_model_string()
DOCUMENT = get_document_model_string()

# Arguments whose name says it all.
ARGUMENTS: dict[str, Named] = {
    "page_id": (PAGE, Scope.MINE),
    "page_pk": (PAGE, Scope.MINE),
    "parent_page_id": (PAGE, Scope.MINE),
    "page_to_move_id": (PAGE, Scope.MINE),
    "destination_id": (PAGE, Scope.MINE),
    "image_id": (IMAGE, Scope.VISIBLE),
    "document_id": (DOCUMENT, Scope.VISIBLE),
    "doc_id": (DOCUMENT, Scope.VISIBLE),
    "collection_id": (COLLECTION, Scope.MINE),
    "revision_id": ("wagtailcore.Revision", Scope.MINE),
    "revision_id_a": ("wagtailcore.Revision", Scope.MINE),
    "revision_id_b": ("wagtailcore.Revision", Scope.MINE),
    "workflow_state_id": ("wagtailcore.WorkflowState", Scope.MINE),
    "task_state_id": ("wagtailcore.TaskState", Scope.MINE),
    "task_id": ("wagtailcore.Task", Scope.MINE),
    "workflow_pk": ("wagtailcore.Workflow", Scope.MINE),
    "redirect_id": ("wagtailredirects.Redirect", Scope.MINE),
    "uploaded_file_id": ("wagtailcore.UploadedFile", Scope.MINE),
}
# Arguments of the addresses of one namespace, or of one address by its name; the nearest wins.
ADDRESSES: dict[str, dict[str, Named]] = {
    "background_work_retry": {"pk": (TASK_RESULT, Scope.MINE)},
    "background_work_dismiss": {"pk": (TASK_RESULT, Scope.MINE)},
    "wagtailadmin_explore": {"parent_page_id": (PAGE, Scope.REACH)},
    "wagtailadmin_explore_results": {"parent_page_id": (PAGE, Scope.REACH)},
    "wagtailadmin_choose_page_child": {"parent_page_id": (PAGE, Scope.VISIBLE)},
    "wagtailadmin_choose_page_chosen_multiple": {"id": (PAGE, Scope.VISIBLE)},
    "wagtailadmin_pages": {"pk": (PAGE, Scope.MINE)},
    "wagtailadmin_api:pages": {"pk": (PAGE, Scope.REACH), "id": (PAGE, Scope.REACH)},
    "wagtailadmin_api:images": {"pk": (IMAGE, Scope.VISIBLE), "id": (IMAGE, Scope.VISIBLE)},
    "wagtailadmin_api:documents": {
        "pk": (DOCUMENT, Scope.VISIBLE),
        "id": (DOCUMENT, Scope.VISIBLE),
    },
    "wagtailadmin_collections": {"pk": (COLLECTION, Scope.MINE)},
    "wagtailadmin_workflows": {"pk": ("wagtailcore.Workflow", Scope.MINE)},
    "wagtailadmin_workflows:edit_task": {"pk": ("wagtailcore.Task", Scope.MINE)},
    "edit_task": {"pk": ("wagtailcore.Task", Scope.MINE)},
    "wagtailadmin_workflows:disable_task": {"pk": ("wagtailcore.Task", Scope.MINE)},
    "wagtailadmin_workflows:enable_task": {"pk": ("wagtailcore.Task", Scope.MINE)},
    "wagtaildocs_chooser": {"pk": (DOCUMENT, Scope.VISIBLE), "id": (DOCUMENT, Scope.VISIBLE)},
    "wagtailimages_chooser": {"pk": (IMAGE, Scope.VISIBLE), "id": (IMAGE, Scope.VISIBLE)},
    "wagtaillocales": {"pk": ("wagtailcore.Locale", Scope.MINE)},
    "wagtailsettings": {"pk": ("wagtailcore.Site", Scope.MINE)},
    "wagtailsites": {"pk": ("wagtailcore.Site", Scope.MINE)},
    "wagtailusers_groups": {"pk": ("auth.Group", Scope.MINE)},
    "wagtailusers_users": {"pk": (USER, Scope.VISIBLE)},
}
# Parameters that name something wherever they occur: fields of forms and of queries alike.
FIELDS: Mapping[str, Named] = {
    **dict.fromkeys(("parent_page", "new_parent_page", "chooser"), (PAGE, Scope.VISIBLE)),
    "redirect_page": (PAGE, Scope.VISIBLE),
    **dict.fromkeys(("child_of", "descendant_of", "ancestor_of"), (PAGE, Scope.VISIBLE)),
    **dict.fromkeys(("translation_of", "target_pages[]"), (PAGE, Scope.VISIBLE)),
    **dict.fromkeys(("collection", "collection_id"), (COLLECTION, Scope.REACH)),
    # What the actions of the admin's own API are sent.
    "destination_page_id": (PAGE, Scope.MINE),
    "revision_id": ("wagtailcore.Revision", Scope.MINE),
}
# In queries alone: what listings are filtered by.
FILTERS: Mapping[str, Named] = {
    **FIELDS,
    **dict.fromkeys(("owner", "edited_by", "user"), (USER, Scope.VISIBLE)),
    **dict.fromkeys(("requested_by", "locked_by"), (USER, Scope.VISIBLE)),
}
# Words that stand in place of an id, by argument. Elsewhere only an empty value names nothing:
# whatever else is written there is an id, however it is spelled.
NO_ID = frozenset({""})
WORDS: Mapping[str, frozenset[str]] = {
    "id": frozenset({"all"}),
    "child_of": NO_ID | {"root"},
    **dict.fromkeys(("revision_id_a", "revision_id_b"), frozenset({"live", "earliest", "latest"})),
}
# Arguments that name nothing anybody could own. An editing session is looked for among the
# asker's own, and begun when there is none.
FREE = frozenset(
    {
        *("action", "action_name", "app_label", "app_name", "model_name", "filter_spec", "mode"),
        *("content_type_app_name", "content_type_model_name", "kind", "session_id"),
        "language",
        *("uidb64", "token"),
    }
)
# Arguments that name a row of the model the address names beside them.
OF_THE_MODEL_NAMED = frozenset({"pk", "object_id"})


def name_arguments(address: str, **arguments: Named) -> None:
    """What the arguments of a room's own screens name; `address` is a namespace or a name."""
    ADDRESSES.setdefault(address, {}).update(arguments)


def named_by(address: str, argument: str, arguments: Mapping[str, Any]) -> Named | None:
    """What `argument` of `address` names; None when nobody said so."""
    for known in (ADDRESSES.get(address), ADDRESSES.get(address.rpartition(":")[0])):
        if known and argument in known:
            return known[argument]
    if argument in ARGUMENTS:
        return ARGUMENTS[argument]
    if argument in OF_THE_MODEL_NAMED and {"app_label", "model_name"} <= arguments.keys():
        return f"{arguments['app_label']}.{arguments['model_name']}", Scope.MINE
    return None


def is_known(address: str, argument: str, arguments: Mapping[str, Any]) -> bool:
    return argument in FREE or named_by(address, argument, arguments) is not None


def model_of(named: Named) -> type[Model] | None:
    """The model; None when an address names one that does not exist."""
    try:
        return apps.get_model(named[0])
    except (LookupError, ValueError):
        return None


def asked_for(
    address: str, arguments: Mapping[str, Any], query: QueryDict, posted: QueryDict
) -> Iterator[tuple[Named | None, Any]]:
    """(what is named, its key) of everything a request names; None: nobody knows what it is."""
    for argument, value in arguments.items():
        if argument not in FREE and value not in WORDS.get(argument, ()):
            yield named_by(address, argument, arguments), value
    for fields, known in ((query, FILTERS), (posted, FIELDS)):
        for field, values in fields.lists():
            named = _of_field(address, field, arguments) or known.get(field)
            if named is not None:
                words = WORDS.get(field, NO_ID)
                yield from ((named, value) for value in values if value not in words)


def _of_field(address: str, field: str, arguments: Mapping[str, Any]) -> Named | None:
    """`id` and its like, which name something else at every address."""
    if address == "wagtail_bulk_action" and field in {"id", "childOf"}:
        model = f"{arguments['app_label']}.{arguments['model_name']}"
        container = PAGE if model.lower() == PAGE.lower() else COLLECTION
        return (model, Scope.MINE) if field == "id" else (container, Scope.REACH)
    if field == "id":
        known = ADDRESSES.get(address) or ADDRESSES.get(address.rpartition(":")[0]) or {}
        return known.get("id")
    return None
