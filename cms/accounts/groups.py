"""The portal's own groups, given what the table of roles says: Moderators and Operators.

An administrator is a superuser. Whoever wants other rights makes groups beside these; what is
added to these by hand is taken away again.
"""

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Collection, Page

from cms.accounts import grants, roles
from cms.accounts.roles import Role

GROUPS = {
    Role.MODERATOR: "Moderators",
    Role.HEAD_MODERATOR: "Head moderators",
    Role.OPERATOR: "Operators",
}
# Wagtail makes it with rights over the whole tree: whoever is in it sees every draft.
STOCK_EDITORS = "Editors"
ENTER = "wagtailadmin.access_admin"
SECTION_DEPTH = 3  # root, home, section


def group_of(role: Role) -> Group:
    """The portal's group of a role; raises KeyError for a role that has none."""
    return Group.objects.get_or_create(name=GROUPS[role])[0]


@transaction.atomic
def keep_portal_groups() -> list[str]:
    """Make the groups that are missing and give each what its role has; returns what differed.

    Operators work below the institutions: `keep_section` says where. Wagtail's group Editors goes
    when nobody is in it.
    """
    differing = [one for role in GROUPS for one in _compare(role) if one]
    for one in differing:
        one.settle()
    told = [f"{one.grants.what} rights of the portal's groups" for one in differing]
    gone, _ = Group.objects.filter(name=STOCK_EDITORS, user__isnull=True).delete()
    return [*told, *([f"group {STOCK_EDITORS}"] if gone else [])]


def _compare(role: Role) -> list[grants.Differing]:
    group = group_of(role)
    names = {ENTER, *roles.model_permissions(role)}
    rows: set[grants.Row] = {(group.pk, one) for one in grants.named_permissions(names)}
    differing = [grants.compare(grants.MODELS, [group.pk], rows)]
    known = grants.Permissions()
    root, scope = Page.objects.filter(depth=1), {}
    if role == Role.OPERATOR:
        # `keep_section` says where they work; above that, and on files, everything is by hand.
        root, scope = root.none(), {"page__depth__lt": SECTION_DEPTH}
    rows = {
        (group.pk, page, one)
        for page in root.values_list("pk", flat=True)
        for one in known.on_pages(roles.page_permissions(role))
    }
    differing.append(grants.compare(grants.PAGES, [group.pk], rows, **scope))
    rows = {
        (group.pk, collection, one)
        for collection in Collection.objects.filter(depth=1).values_list("pk", flat=True)
        for one in known.on_files(roles.file_permissions(role))
    }
    differing.append(grants.compare(grants.FILES, [group.pk], rows))
    return differing


def keep_section(page: Page) -> grants.Differing:
    """Operators bring institutions' items in below this page."""
    group, verbs = group_of(Role.OPERATOR), roles.page_permissions(Role.OPERATOR)
    rows = {(group.pk, page.pk, one) for one in grants.Permissions().on_pages(verbs)}
    return grants.settle(grants.PAGES, [group.pk], rows, page_id=page.pk)
