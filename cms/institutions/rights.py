"""What an institution's group may do: draft and submit in its own subtree and collection."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

# Publishing is not among them: a moderator decides.
PAGE_RIGHTS = ("add_page", "change_page")
FILE_RIGHTS = ("add", "change", "choose")


def make_group(name: str) -> Group:
    """A group whose members may enter the admin, and nothing else yet."""
    group = Group.objects.create(name=name)
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    return group


def make_collection(name: str, group: Group) -> Collection:
    """A collection of the institution's own, whose images and documents its group handles."""
    collection = _append_collection(name)
    models = (get_image_model(), get_document_model())
    permissions = Permission.objects.filter(
        content_type__in=ContentType.objects.get_for_models(*models).values(),
        codename__in=[f"{right}_{one._meta.model_name}" for one in models for right in FILE_RIGHTS],
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=collection, permission=permission)
        for permission in permissions
    )
    return collection


def _append_collection(name: str) -> Collection:
    """Add a collection behind the others: lists sort by name when they are shown.

    Collections are kept sorted by name where `add_child` puts them, which rewrites every one
    behind the new one: with thousands of institutions that is most of taking one in.
    """
    root = Collection.objects.select_for_update().get(depth=1)
    last = root.get_last_child()
    path = last._inc_path() if last else Collection._get_path(root.path, root.depth + 1, 1)
    Collection.objects.filter(pk=root.pk).update(numchild=F("numchild") + 1)
    return Collection.objects.create(name=name, path=path, depth=root.depth + 1)


def grant_subtree(group: Group, page: Page) -> None:
    """The group may draft on `page` and below it."""
    rights = GroupPagePermission.objects.filter(group=group, page=page)
    granted = set(rights.values_list("permission__codename", flat=True))
    if granted.issuperset(PAGE_RIGHTS):
        return
    missing = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=set(PAGE_RIGHTS) - granted
    )
    GroupPagePermission.objects.bulk_create(
        [GroupPagePermission(group=group, page=page, permission=one) for one in missing],
        ignore_conflicts=True,
    )
