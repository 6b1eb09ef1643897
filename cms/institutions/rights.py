"""What an institution's group may do: draft and submit in its own subtree and collection."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
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
    root = Collection.get_first_root_node()
    collection: Collection = root.add_child(name=name)
    for model in (get_image_model(), get_document_model()):
        content_type = ContentType.objects.get_for_model(model)
        codenames = [f"{right}_{model._meta.model_name}" for right in FILE_RIGHTS]
        GroupCollectionPermission.objects.bulk_create(
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in Permission.objects.filter(
                content_type=content_type, codename__in=codenames
            )
        )
    return collection


def grant_subtree(group: Group, page: Page) -> None:
    """The group may draft on `page` and below it."""
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS
    )
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
