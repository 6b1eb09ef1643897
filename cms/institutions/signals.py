"""Rights follow records and memberships: whatever writes or deletes one ends here."""

from collections.abc import Collection as Names
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_delete, post_save
from wagtail.models import Collection

from cms.institutions import rights
from cms.institutions.collection_tree import keep_in_place
from cms.institutions.models import BOOKKEEPING, Institution, Membership


def connect() -> None:
    """Called once, when every model is loaded."""
    post_save.connect(record_saved, sender=Institution)
    post_delete.connect(record_deleted, sender=Institution)
    post_save.connect(member_changed, sender=Membership)
    post_delete.connect(member_changed, sender=Membership)
    post_save.connect(collection_saved, sender=Collection)


def record_saved(
    sender: type,
    instance: Institution,
    created: bool,
    update_fields: Names[str] | None = None,
    **kwargs: Any,
) -> None:
    if kwargs.get("raw") or BOOKKEEPING.issuperset(update_fields or ["everything"]):
        return
    if created:
        rights.give_first(instance)
    else:
        rights.sync(Institution.objects.filter(pk=instance.pk))


def record_deleted(sender: type, instance: Institution, **kwargs: Any) -> None:
    """Nobody is left who could sit in its groups; its files stay in their collection."""
    Group.objects.filter(pk__in=[instance.group_id, instance.editors_id]).delete()


def member_changed(sender: type, instance: Membership, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        rights.sync_person(instance.user_id, instance.institution_id)


def collection_saved(sender: type, instance: Collection, created: bool, **kwargs: Any) -> None:
    if not created and not kwargs.get("raw"):
        keep_in_place(instance)
