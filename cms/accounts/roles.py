"""Who does what: one table of roles and actions.

It is what the groups of the portal and of each institution are given (`cms.accounts.groups`,
`cms.institutions.rights`), what the tests walk through, what the demo prints and what
docs/roles.md shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Role(models.TextChoices):
    CONTRIBUTOR = "contributor", _("Contributor")
    EDITOR = "editor", _("Editor")
    MANAGER = "manager", _("Manager")
    MODERATOR = "moderator", _("Moderator")
    HEAD_MODERATOR = "head_moderator", _("Head moderator")
    OPERATOR = "operator", _("Operator")
    ADMINISTRATOR = "administrator", _("Administrator")


# Where a role's rights hold: an institution's pages and collection, what operators look after, or
# everything. An administrator is a superuser: nothing needs to be given to one.
MEMBERS = (Role.CONTRIBUTOR, Role.EDITOR, Role.MANAGER)
PORTAL = (Role.MODERATOR, Role.HEAD_MODERATOR, Role.OPERATOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Action:
    """Something people do. `pages` and `files` are Wagtail's permissions on a page and all below
    it, and on images and documents of a collection; `models` are Django's, over every record.

    What a manager does with their own institution's record and members is no permission of a
    group: `cms.institutions.policies` derives it from the membership.
    """

    code: str
    label: "_StrPromise"
    roles: frozenset[Role]
    pages: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    models: frozenset[str] = field(default_factory=frozenset)


def _action(
    code: str,
    label: "_StrPromise",
    roles: Iterable[Role],
    *,
    pages: Iterable[str] = (),
    files: Iterable[str] = (),
    models: Iterable[str] = (),
) -> Action:
    return Action(
        code, label, frozenset(roles), frozenset(pages), frozenset(files), frozenset(models)
    )


C, E, M = MEMBERS
MODERATOR, HEAD, OPERATOR, ADMINISTRATOR = PORTAL
DECIDING = (MODERATOR, HEAD, ADMINISTRATOR)

ACTIONS: tuple[Action, ...] = (
    _action("draft", _("Draft items, and edit one's own"), Role, pages=["add"]),
    _action(
        "edit",
        _("Edit drafts of colleagues, and the institution's page"),
        [E, M, *PORTAL],
        pages=["change"],
    ),
    # Nothing of its own: whoever may change every page of a place sends them on.
    _action("submit", _("Submit for review"), [E, M, *PORTAL], pages=["change"]),
    # By the workflow's task, whose reviewers are the group Moderators.
    # What was approved is changed by who approves: facts of the files that public pages show.
    _action(
        "review",
        _("Approve, request changes, reject"),
        DECIDING,
        models=["media.change_published_image", "media.change_published_document"],
    ),
    _action(
        "assign",
        _("Assign reviews to others, and see the load of all"),
        [HEAD, ADMINISTRATOR],
        models=["editorial.assign_review"],
    ),
    _action("publish", _("Publish and unpublish"), PORTAL, pages=["publish"]),
    _action(
        "releases",
        _("Make releases, publish and roll them back"),
        DECIDING,
        models=[f"editorial.{verb}_release" for verb in ("add", "change", "delete", "view")],
    ),
    # What is not approved goes live by nobody else's hand, with a reason that is told.
    _action(
        "emergency",
        _("Publish in an emergency, without approvals"),
        [HEAD, ADMINISTRATOR],
        models=["editorial.publish_emergency"],
    ),
    _action(
        "spot_checks",
        _("Look again at what is public, and settle reports"),
        DECIDING,
        models=["editorial.view_spotcheck"],
    ),
    _action(
        "review_rules",
        _("Keep review rules, flag rules, working days and holidays"),
        [HEAD, ADMINISTRATOR],
        models=[
            *(f"editorial.{verb}_reviewrule" for verb in ("add", "change", "delete", "view")),
            *(f"editorial.{verb}_flagrule" for verb in ("add", "change", "view")),
            *(f"editorial.{verb}_workingday" for verb in ("add", "change", "delete", "view")),
            *(f"editorial.{verb}_holiday" for verb in ("add", "change", "delete", "view")),
        ],
    ),
    _action(
        "audit",
        _("Read the audit log"),
        [HEAD, ADMINISTRATOR],
        models=["audit.view_decision"],
    ),
    _action("lock", _("Lock and unlock pages"), DECIDING, pages=["lock", "unlock"]),
    _action(
        "portal_pages",
        _("Edit the portal's own pages: categories, guides, programmes, news"),
        DECIDING,
    ),
    _action(
        "themes",
        _("Name themes in each language"),
        DECIDING,
        models=["taggit.change_tag"],
    ),
    _action(
        "mail_texts",
        _("Word the mail the site sends"),
        DECIDING,
        models=["notifications.change_mailtext"],
    ),
    _action(
        "failed_mail",
        _("Look after mail that failed"),
        DECIDING,
        models=["notifications.change_message"],
    ),
    _action(
        "upload",
        _("Upload images and documents, and edit one's own"),
        [C, E, M, *DECIDING],
        files=["add", "choose"],
    ),
    _action(
        "edit_files",
        _("Edit images and documents of colleagues"),
        [E, M, *DECIDING],
        files=["change"],
    ),
    _action(
        "propose_record",
        _("Propose changes of the institution's record"),
        [M, *PORTAL],
        models=["institutions.view_institution", "institutions.change_institution"],
    ),
    _action(
        "members",
        _("Keep the institution's members"),
        [M, *DECIDING],
        models=["institutions.change_membership"],
    ),
    _action(
        "decide_record",
        _("Publish or decline changes of a record"),
        DECIDING,
        models=["institutions.publish_institution"],
    ),
    _action(
        "standing",
        _("Validate, suspend, close and trust institutions"),
        DECIDING,
        models=["institutions.publish_institution"],
    ),
    _action(
        "applications",
        _("Decide on institutions that apply"),
        DECIDING,
        models=["institutions.decide_application"],
    ),
    _action("onboard", _("Take institutions in"), PORTAL, models=["institutions.add_institution"]),
    # Whoever may submit below the institutions, with a token.
    _action(
        "imports",
        _("Import files through the API"),
        PORTAL,
        models=["authoring.view_importrun"],  # what became of them, in the admin's report
    ),
    _action(
        "decide_imports",
        _("Decide imports: what they bring is public without a review"),
        [HEAD, OPERATOR, ADMINISTRATOR],
        models=["authoring.decide_import"],
    ),
    _action(
        "tokens",
        _("Make and revoke API tokens"),
        [OPERATOR, ADMINISTRATOR],
        models=[f"accounts.{verb}_apitoken" for verb in ("add", "change", "delete", "view")],
    ),
    # On their own behalf, for their institution's systems: derived from the membership.
    _action("institution_tokens", _("Make API tokens of one's institution"), [M]),
    _action(
        "redirects",
        _("Keep redirects"),
        [OPERATOR, ADMINISTRATOR],
        models=[
            f"wagtailredirects.{verb}_redirect" for verb in ("add", "change", "delete", "view")
        ],
    ),
    _action("people", _("Make accounts, and put people into groups"), [ADMINISTRATOR]),
    _action("collections", _("Keep collections"), [ADMINISTRATOR]),
    _action("settings", _("Change settings, sites, languages and workflows"), [ADMINISTRATOR]),
)


def page_permissions(role: Role) -> frozenset[str]:
    return _all(action.pages for action in _of(role))


def file_permissions(role: Role) -> frozenset[str]:
    return _all(action.files for action in _of(role))


def model_permissions(role: Role) -> frozenset[str]:
    """As `app_label.codename`."""
    return _all(action.models for action in _of(role))


def _of(role: Role) -> list[Action]:
    return [action for action in ACTIONS if role in action.roles]


def _all(named: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*named)


def markdown() -> str:
    """The table, in the active language: a line per action, a column per role."""
    lines = [["", *(str(role.label) for role in Role)], ["---", *(":-:" for _role in Role)]]
    for action in ACTIONS:
        marks = ["●" if role in action.roles else "" for role in Role]
        lines.append([str(action.label), *marks])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def table() -> list[str]:
    """The same for a terminal: the roles' names turned into columns of one letter's width."""
    width = max(len(str(action.label)) for action in ACTIONS)
    heads = [f"{' ' * width}  {'│ ' * number}{role.label}" for number, role in enumerate(Role)]
    rows = [
        f"{action.label!s:{width}}  "
        + " ".join("●" if role in action.roles else "·" for role in Role)
        for action in ACTIONS
    ]
    return [*heads, *rows]
