"""Refuses to start with a right in the table of roles that is no permission."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.core.checks import CheckMessage, Error
from django.db.models import Model
from wagtail.models import Page

from cms.accounts.grants import file_models
from cms.accounts.groups import ENTER
from cms.accounts.roles import ACTIONS, Action


def check_rights(
    app_configs: Sequence[Any] | None = None, actions: Iterable[Action] = ACTIONS, **kwargs: Any
) -> list[CheckMessage]:
    """Every right an action gives is a permission some model declares."""
    declared = {name for model in apps.get_models() for name in _declared(model)}
    errors: list[CheckMessage] = [_error("entering the admin", ENTER)] * (ENTER not in declared)
    for action in actions:
        errors += [
            _error(f"the action {action.code!r}", name)
            for name in sorted(rights_of(action) - declared)
        ]
    return errors


def rights_of(action: Action) -> set[str]:
    """As `app_label.codename`."""
    on_pages = {_named(Page, verb) for verb in action.pages}
    on_files = {_named(model, verb) for model in file_models() for verb in action.files}
    return {*action.models, *on_pages, *on_files}


def _declared(model: type[Model]) -> Iterator[str]:
    options = model._meta
    yield from (_named(model, verb) for verb in options.default_permissions)
    yield from (f"{options.app_label}.{codename}" for codename, _name in options.permissions)


def _named(model: type[Model], verb: str) -> str:
    return f"{model._meta.app_label}.{get_permission_codename(verb, model._meta)}"


def _error(of: str, name: str) -> Error:
    return Error(
        f"The table of roles names {name!r} for {of}: there is no such permission.",
        hint="Name one that a model declares (cms/accounts/roles.py), or declare it there.",
        id="accounts.E001",
    )
