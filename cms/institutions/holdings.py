"""What a new institution comes with: its two groups and its collection."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection

from cms.institutions.collection_tree import add_collection

ENTER = "access_admin"


def make_group(name: str) -> Group:
    """A group whose members may enter the admin; what else they may is derived in `rights`."""
    group = Group.objects.create(name=name)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename=ENTER)
    )
    return group


def make_editors(name: str) -> Group:
    """The group, beside that of all members, of those who change what colleagues made."""
    return make_group(f"{name} · editors")


def make_collection(name: str) -> Collection:
    """A collection of the institution's own."""
    return add_collection(name)
