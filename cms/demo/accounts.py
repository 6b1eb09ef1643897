"""The people of the demo: one account per role, with passwords meant to be printed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cms.accounts.roles import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Account:
    """`told` says what the role does here, and for which institution."""

    username: str
    password: str
    role: Role
    told: "_StrPromise"


# For the demo only: `seed_demo` is the one who makes them.
DEMO_ACCOUNTS = (
    Account("admin", "coulisses-admin", Role.ADMINISTRATOR, _("administrator: everything")),
    Account(
        "moderator", "coulisses-moderator", Role.MODERATOR, _("moderator: reviews and approves")
    ),
    Account(
        "chief",
        "coulisses-chief",
        Role.HEAD_MODERATOR,
        _("head moderator: assigns reviews, decides emergencies, reads the audit log"),
    ),
    Account(
        "manager",
        "coulisses-manager",
        Role.MANAGER,
        _("manager of Théâtre des Marées: its record, its members"),
    ),
    Account(
        "editor",
        "coulisses-editor",
        Role.EDITOR,
        _("editor of Théâtre des Marées: drafts, submits"),
    ),
    Account(
        "contributor",
        "coulisses-contributor",
        Role.CONTRIBUTOR,
        _("contributor of Театр на Яузе: drafts"),
    ),
    Account(
        "operator",
        "coulisses-operator",
        Role.OPERATOR,
        _("operator of a frontend: imports, tokens"),
    ),
)
