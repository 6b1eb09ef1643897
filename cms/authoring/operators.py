"""Who is on record for an import."""

from cms.accounts.models import User

COMMAND_LINE = "command-line"


def command_line_operator() -> User:
    """The account for imports at the command line that name nobody; nobody signs in with it."""
    user, made = User.objects.get_or_create(
        username=COMMAND_LINE, defaults={"first_name": "Command", "last_name": "line"}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
