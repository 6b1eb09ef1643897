"""Every address of the admin, filled with what exists: read from the resolver, never listed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from tests.admin.leaks.world import SEARCHED

# Not asked: it ends the session, or draws nothing but an error on purpose.
LEFT_OUT = {"wagtailadmin_logout", "wagtailadmin_error_test"}

# What an argument's name says it is: a kind of `House.ids`.
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "page_id": ("page", "live", "section", "second"),
    "parent_page_id": ("section", "page"),
    "page_to_move_id": ("page", "live"),
    "destination_id": ("section",),
    "page_pk": ("page", "section"),
    "image_id": ("image",),
    "document_id": ("document",),
    "doc_id": ("document",),
    "collection_id": ("collection",),
    "uploaded_file_id": ("upload",),
    "revision_id": ("revision",),
    "revision_id_a": ("revision",),
    "revision_id_b": ("revision",),
    "workflow_state_id": ("workflow_state",),
    "task_state_id": ("task_state",),
    "task_id": ("task",),
    "workflow_pk": ("workflow",),
    "redirect_id": ("redirect",),
    "token_id": ("preview_token",),
    "failure_id": ("failed_schedule",),
    "submission_id": ("submission",),
    "decision_id": ("decision",),
    "release_id": ("release",),
    "run_id": ("import_run",),
    "session_id": ("session",),
    "translation_id": ("translation",),
    "translation_source_id": ("translation_source",),
    "string_segment_id": ("string_segment",),
    "overridable_segment_id": ("overridable_segment",),
}
# `pk` and the like are what the screens of that namespace, or of that name, are about.
OF_NAMESPACE: Mapping[str, tuple[str, ...]] = {
    "edit_task": ("task",),
    "background_work_retry": ("task_result",),
    "background_work_dismiss": ("task_result",),
    "failed_mail_retry": ("mail",),
    "failed_mail_dismiss": ("mail",),
    "wagtailadmin_api:pages": ("page", "live", "section"),
    "wagtailadmin_api:images": ("image",),
    "wagtailadmin_api:documents": ("document",),
    "wagtailadmin_pages": ("page",),
    "wagtailadmin_collections": ("collection",),
    "wagtailadmin_workflows": ("workflow",),
    "themes": ("one",),
    "institution_tokens": ("institution",),
    "spot_check_settle": ("spot_check",),
    "flag_rules": ("flag_rule",),
    "review_rules": ("review_rule",),
    "working_days": ("working_day",),
    "holidays": ("holiday",),
    "institution_records": ("institution",),
    "institution_chooser": ("institution",),
    "api_tokens": ("api_token",),
    "applications": ("application",),
    "people_chooser": ("user",),
    "wagtailusers_users": ("user",),
    "wagtailusers_groups": ("group",),
    "wagtaillocales": ("one",),
    "wagtailsites": ("one",),
    "wagtailsettings": ("one",),
    "wagtaildocs_chooser": ("document",),
    "wagtailimages_chooser": ("image",),
    "wagtail_localize": ("page",),
}
# Arguments that name no row.
WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": ("institution", "programme", "digest"),
    "language": ("en",),
    "filter_spec": ("max-165x165",),
    "mode": ("here",),
    "uidb64": ("MQ",),
    "token": ("x-y",),
    "action_name": ("approve", "reject"),
}
MODELS = (
    ("content_pages", "itempage"),
    ("content_pages", "institutionpage"),
    ("wagtailcore", "page"),
    ("institutions", "institution"),
    ("taggit", "tag"),
    ("publication", "frontendsettings"),
)
API_ACTIONS = (
    *("convert_alias", "copy", "delete", "publish", "unpublish", "move"),
    *("copy_for_translation", "create_alias", "revert_to_page_revision"),
)
# What the bulk actions of a model are about: kinds of `House.ids`.
BULK: Mapping[str, tuple[str, ...]] = {
    "wagtailcore.page": ("page", "live"),
    "media.image": ("image",),
    "media.document": ("document",),
    "accounts.user": ("user",),
    "institutions.institution": ("institution",),
}
# Spellings that `int()` takes and the admin never writes.
RESPELLED = ("%20{}", "{}%20", "%2B{}", "0{}")
LIST_QUERIES = (
    "",
    f"q={SEARCHED}",
    f"q={SEARCHED}&search_all=1&ordering=title",
    "ordering=-latest_revision_created_at",
    "export=csv",
    "export=xlsx",
)
OWN_QUERIES: Mapping[str, tuple[str, ...]] = {
    "wagtailadmin_choose_page": (
        "page_type=content_pages.itempage",
        "page_type=content_pages.institutionpage",
        "page_type=content_pages.itempage&multiple=1",
        "target_pages[]={page}&user_perms=move_to",
        "locale=en",
    ),
    "wagtailadmin_choose_page_search": (
        f"q={SEARCHED}&page_type=content_pages.itempage",
        "q=ouverte",
        "q=op%C3%A9ra",
    ),
    "wagtailadmin_choose_page_chosen_multiple": ("id={page}&id={live}&id={section}",),
    "wagtailimages_chooser:chosen_multiple": ("id={image}",),
    "wagtaildocs_chooser:chosen_multiple": ("id={document}",),
    "institution_chooser:chosen_multiple": ("id={institution}",),
    "people_chooser:chosen_multiple": ("id={user}",),
    "wagtailimages_chooser:choose": ("collection_id={collection}", "select_format=1"),
    "wagtaildocs_chooser:choose": ("collection_id={collection}",),
    "wagtailimages:index": ("collection_id={collection}", f"tag={SEARCHED}", "layout=list"),
    "wagtaildocs:index": ("collection_id={collection}",),
    "wagtailadmin_tag_autocomplete": (f"term={SEARCHED}",),
    "wagtailadmin_tag_model_autocomplete": (f"term={SEARCHED}",),
    "wagtailadmin_api:pages:listing": (
        f"search={SEARCHED}",
        "child_of={section}",
        "descendant_of={section}",
        "translation_of={section}",
        "ancestor_of={page}",
        "child_of={section}&for_explorer=1",
        "fields=*",
    ),
    "wagtailadmin_api:images:listing": (f"search={SEARCHED}", "fields=*", "limit=20&offset=0"),
    "wagtailadmin_api:documents:listing": (f"search={SEARCHED}", "fields=*"),
    "wagtailadmin_api:pages:find": ("id={page}", "html_path=/institutions/"),
    "wagtailadmin_api:images:find": ("id={image}",),
    "wagtailadmin_api:documents:find": ("id={document}",),
    "wagtailadmin_reports:site_history": ("user={user}", "label=" + SEARCHED, "action="),
    "wagtailadmin_reports:workflow": ("requested_by={user}", "workflow={workflow}"),
    "wagtailadmin_reports:workflow_tasks": ("workflow={workflow}", "task={task}"),
    "wagtailadmin_reports:locked_pages": ("locked_by={user}",),
    "wagtailadmin_reports:page_types_usage": ("page_locale=fr",),
    "page_suggestions": (f"q={SEARCHED}", "q=op%C3%A9ra", "q=op%C3%A9ra&locale=fr"),
    "items:index": ("institution=" + SEARCHED, "state=draft"),
    "wagtailadmin_explore": ("owner={user}", "edited_by={user}", f"q={SEARCHED}"),
    "wagtailadmin_home": (),
}


@dataclass(frozen=True)
class Address:
    """One address to try, and the pattern it fills."""

    pattern: str
    path: str

    def __str__(self) -> str:
        return self.path


def patterns() -> list[tuple[str, str, tuple[str, ...]]]:
    """(name with its namespaces, route, names of arguments) of everything below the admin."""
    found = []
    for name, route, pattern in walk():
        if route.startswith("admin/") and pattern.name and name not in LEFT_OUT:
            converters = tuple(pattern.pattern.converters) or tuple(
                pattern.pattern.regex.groupindex
            )
            found.append((name, route, converters))
    return found


def walk() -> Iterator[tuple[str, str, URLPattern]]:
    """(name with its namespaces, route, pattern) of every address of the site."""
    return _walk(get_resolver().url_patterns, "", "")


def _walk(entries: Any, route: str, space: str) -> Iterator[tuple[str, str, URLPattern]]:
    for entry in entries:
        here = route + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield space + (entry.name or ""), here, entry
        else:
            below = space + (f"{entry.namespace}:" if entry.namespace else "")
            yield from _walk(entry.url_patterns, here, below)


def addresses(ids: Mapping[str, Any]) -> Iterator[Address]:
    """Every address of the admin that takes arguments, filled with `ids` of one house."""
    for name, _route, arguments in patterns():
        if not arguments:
            continue
        for values in _fillings(name, arguments, ids):
            try:
                path = reverse(name, kwargs=values)
            except NoReverseMatch:
                continue
            for query in ("", *OWN_QUERIES.get(name, ())):
                yield from _with(name, path, query, ids)
    yield from _bulk(ids)


def listings(ids: Mapping[str, Any]) -> Iterator[Address]:
    """Every address without arguments, searched, ordered and exported."""
    for name, _route, arguments in patterns():
        if arguments:
            continue
        for query in (*LIST_QUERIES, *OWN_QUERIES.get(name, ())):
            yield from _with(name, reverse(name), query, ids)


def _with(name: str, path: str, query: str, ids: Mapping[str, Any]) -> Iterator[Address]:
    """`query` filled with ids, as the admin spells them and otherwise."""
    for spelling in ("{}", *RESPELLED) if "{" in query else ("{}",):
        spelled = {kind: spelling.format(one) for kind, one in ids.items()}
        filled = query.format_map(spelled)
        yield Address(name, f"{path}?{filled}" if filled else path)


def _bulk(ids: Mapping[str, Any]) -> Iterator[Address]:
    for label, actions in bulk_actions().items():
        if label not in BULK:
            raise LookupError(f"{label}: what are its bulk actions about? Say so in BULK.")
        named = "&".join(f"id={{{kind}}}" for kind in BULK[label])
        for action in actions:
            path = reverse("wagtail_bulk_action", args=[*label.split("."), action])
            for query in (named, "id=all", "id=all&childOf={section}", f"id=all&q={SEARCHED}"):
                yield from _with("wagtail_bulk_action", path, query, ids)


def bulk_actions() -> dict[str, dict[str, type[BulkAction]]]:
    """Model → its bulk actions, as Wagtail's registry has them."""
    bulk_action_registry._scan_for_bulk_actions()
    return {
        f"{app}.{model}": actions
        for app, models in bulk_action_registry.actions.items()
        for model, actions in models.items()
    }


def _fillings(
    name: str, arguments: tuple[str, ...], ids: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    space = name.rpartition(":")[0]
    choices = [_choices(name, space, argument, ids) for argument in arguments]
    for values in product(*choices):
        filled = dict(zip(arguments, values, strict=True))
        if _models_agree(arguments, filled):
            yield filled


def _choices(name: str, space: str, argument: str, ids: Mapping[str, Any]) -> tuple[Any, ...]:
    if argument in ("app_label", "app_name", "content_type_app_name"):
        return tuple(app for app, _model in MODELS)
    if argument in ("model_name", "content_type_model_name"):
        return tuple(model for _app, model in MODELS)
    if argument == "action":
        return ()
    if argument == "action_name" and space == "wagtailadmin_api:pages":
        return API_ACTIONS
    if argument in WORDS:
        return WORDS[argument]
    if argument in ARGUMENTS:
        return tuple(ids[kind] for kind in ARGUMENTS[argument])
    if argument in ("pk", "object_id"):
        default = ("page",) if argument == "object_id" else None
        kinds = OF_NAMESPACE.get(name, OF_NAMESPACE.get(space, default))
        if kinds:
            return tuple(1 if kind == "one" else ids[kind] for kind in kinds)
    raise LookupError(f"{name}: what is {argument!r}? Say so in tests/admin/leaks/addresses.py.")


def _models_agree(arguments: tuple[str, ...], filled: Mapping[str, Any]) -> bool:
    for app, model in (
        ("app_label", "model_name"),
        ("app_name", "model_name"),
        ("content_type_app_name", "content_type_model_name"),
    ):
        if app in arguments and (filled[app], filled[model]) not in MODELS:
            return False
    return True
