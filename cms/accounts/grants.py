"""Rows that say what groups hold, and who sits in them, compared with what they should be.

Rights are derived, never kept by hand: a room says which rows there should be, and `settle` adds
and removes what differs.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.permissions import policy_registry

from cms.accounts.models import User

Row = tuple[int, ...]


@dataclass(frozen=True)
class Grants:
    """A table of what groups hold; its rows are told apart by `fields`, the group first."""

    what: str
    model: Any
    fields: tuple[str, ...]

    def held_by(self, group_ids: Collection[int], **scope: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.objects.filter(group_id__in=group_ids, **scope)
        return rows


PAGES = Grants("page", GroupPagePermission, ("group_id", "page_id", "permission_id"))
FILES = Grants(
    "collection", GroupCollectionPermission, ("group_id", "collection_id", "permission_id")
)
MODELS = Grants("model", Group.permissions.through, ("group_id", "permission_id"))
SEATS = Grants("seat", User.groups.through, ("group_id", "user_id"))


@dataclass(frozen=True)
class Differing:
    """What is missing, as rows, and what is too much, as rows by their primary keys."""

    grants: Grants
    missing: frozenset[Row]
    surplus: dict[int, Row]

    def __bool__(self) -> bool:
        return bool(self.missing or self.surplus)

    def groups(self) -> set[int]:
        return {row[0] for row in (*self.missing, *self.surplus.values())}

    def settle(self) -> None:
        if self.surplus:
            self.grants.model.objects.filter(pk__in=list(self.surplus)).delete()
        self.grants.model.objects.bulk_create(
            [
                self.grants.model(**dict(zip(self.grants.fields, row, strict=True)))
                for row in sorted(self.missing)
            ],
            ignore_conflicts=True,
        )


def compare(
    grants: Grants, group_ids: Collection[int], wanted: Iterable[Row], **scope: Any
) -> Differing:
    """What these groups hold, within `scope`, against what they should."""
    rows = grants.held_by(group_ids, **scope).values_list("pk", *grants.fields)
    held = {pk: row for pk, *row in rows}
    known = {tuple(row) for row in held.values()}
    should = set(wanted)
    return Differing(
        grants,
        frozenset(should - known),
        {pk: tuple(row) for pk, row in held.items() if tuple(row) not in should},
    )


@transaction.atomic
def settle(
    grants: Grants, group_ids: Collection[int], wanted: Iterable[Row], **scope: Any
) -> Differing:
    """Make these groups hold exactly the rows wanted, within `scope`; returns what differed."""
    differing = compare(grants, group_ids, wanted, **scope)
    differing.settle()
    return differing


def file_models() -> list[type[Model]]:
    """The models whose permissions say what may be done with files of a collection.

    They are Wagtail's own, whichever are used: its group form offers no others.
    """
    used = (get_image_model(), get_document_model())
    return [policy_registry.get_by_type(model).auth_model for model in used]


class Permissions:
    """Primary keys of Django's permissions by what the table of roles calls them."""

    def __init__(self) -> None:
        files = [(model._meta.app_label, model._meta.model_name) for model in file_models()]
        rows = Permission.objects.filter(
            Q(content_type__app_label="wagtailcore", content_type__model="page")
            | Q(content_type__app_label__in=[app for app, _name in files])
        )
        self._known = {
            (app, codename): pk
            for app, codename, pk in rows.values_list("content_type__app_label", "codename", "pk")
        }
        self._files = files

    def on_pages(self, verbs: Iterable[str]) -> set[int]:
        """Of `change`, that of changing pages."""
        return {self._known["wagtailcore", f"{verb}_page"] for verb in verbs}

    def on_files(self, verbs: Iterable[str]) -> set[int]:
        """Of `change`, those of changing images and documents."""
        return {self._known[app, f"{verb}_{name}"] for verb in verbs for app, name in self._files}


def named_permissions(names: Iterable[str]) -> set[int]:
    """Primary keys of `app_label.codename`; raises LookupError when one does not exist."""
    wanted = set(names)
    rows = Permission.objects.filter(codename__in=[name.split(".")[1] for name in wanted])
    known = {
        f"{label}.{codename}": pk
        for label, codename, pk in rows.values_list("content_type__app_label", "codename", "pk")
    }
    if unknown := sorted(wanted - known.keys()):
        raise LookupError(f"There is no permission {unknown[0]}.")
    return {known[name] for name in wanted}
