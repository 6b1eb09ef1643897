"""Who may do what with files.

Rights on a file follow its collection, as everywhere in Wagtail. What a public page shows was
approved by somebody, and what a page in review refers to is being looked at: changing or deleting
it is for those who hold `change_published_image` or `change_published_document`, on top of their
right on the collection.
"""

from collections.abc import Collection as Several
from typing import Any, Self

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry

from cms.media.models import Document, Image
from cms.media.showing import held_among, is_held

CHOOSE_OR_CHANGE = ("choose", "change")


class FilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy, but a file that was approved with a page is not deleted by who may not."""

    @classmethod
    def of(cls, model: type[Image | Document]) -> Self:
        # Wagtail's group form grants rights on its own models, whichever are used.
        app = {Image: "wagtailimages", Document: "wagtaildocs"}[model]
        auth_model = f"{app}.{model.__name__}"
        return cls(model, auth_model=auth_model, owner_field_name="uploaded_by_user")

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Several[str], instance: Any
    ) -> bool:
        if "delete" in actions and is_locked(user, instance):
            actions = set(actions) - {"delete"}
        return bool(actions) and bool(
            super().user_has_any_permission_for_instance(user, actions, instance)
        )


def may_choose_or_change(user: Any, file: Image | Document) -> bool:
    """Whether the person works with this file; what the admin shows is asked in `visibility`."""
    policy = policy_registry.get_by_type(type(file))
    return bool(policy.user_has_any_permission_for_instance(user, CHOOSE_OR_CHANGE, file))


def is_locked(user: Any, file: Image | Document) -> bool:
    """Whether the file is part of what was approved or is in review, and the person may not change
    what is public."""
    return not may_change_published(user, type(file)) and is_held(file)


def changeable(user: Any, files: Several[Image | Document]) -> set[int]:
    """Primary keys of those of `files`, all of one kind, whose form takes what the person enters.

    Costs the same however many: read them with their collection and who uploaded them.
    """
    kind = {type(file) for file in files}
    if not kind:
        return set()
    model = kind.pop()
    policy = policy_registry.get_by_type(model)
    locked = set() if may_change_published(user, model) else held_among(files)
    return {
        file.pk
        for file in files
        if file.reference not in locked
        and policy.user_has_permission_for_instance(user, "change", file)
    }


def may_change_published(user: Any, model: type[Image | Document]) -> bool:
    options = model._meta
    return bool(
        user and user.has_perm(f"{options.app_label}.change_published_{options.model_name}")
    )
