"""What a new institution comes with: its two groups and its collection."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection

from cms.institutions.collection_tree import add_collection

ENTER = "access_admin"


def make_groups(name: str) -> tuple[Group, Group]:
    """The group of all members, and that of those who change what colleagues made."""
    everybody, editors = (Group.objects.create(name=one) for one in (name, _editors(name)))
    _let_in([everybody, editors])
    return everybody, editors


def make_editors(name: str) -> Group:
    """The second of them, beside a group of that name."""
    editors = Group.objects.create(name=_editors(name))
    _let_in([editors])
    return editors


def _editors(name: str) -> str:
    return f"{name} · editors"


def _let_in(groups: list[Group]) -> None:
    """Their members may enter the admin; what else they may is derived in `rights`."""
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename=ENTER)
    held = Group.permissions.through
    held.objects.bulk_create(held(group=group, permission=enter) for group in groups)


def make_collection(name: str) -> Collection:
    """A collection of the institution's own."""
    return add_collection(name)
