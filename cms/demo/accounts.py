"""The people of the demo: one account per role, with passwords meant to be printed."""

from django.utils.translation import gettext_lazy as _

# (user name, password, what they are). For the demo only: `seed_demo` is the one who makes them.
DEMO_ACCOUNTS = (
    ("admin", "coulisses-admin", _("administrator: everything")),
    ("moderator", "coulisses-moderator", _("moderator: approves, publishes")),
    ("editor", "coulisses-editor", _("editor of Théâtre des Marées: drafts, submits")),
    ("contributor", "coulisses-contributor", _("contributor of Театр на Яузе: drafts")),
    ("operator", "coulisses-operator", _("operator of a frontend: imports, tokens")),
)
