"""Who is on record for an import, and who decides that what it brings needs no review."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.publication.page_writer import PageWriter

DECIDE = "authoring.decide_import"

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


def require_rights(user: User, writer: PageWriter, *, publish: bool) -> None:
    """Raises PermissionDenied to who may not bring items in, or not have them public at once."""
    if not writer.may_submit(user):
        raise PermissionDenied(_("This user may not submit items of institutions."))
    if not publish:
        return
    if not user.has_perm(DECIDE):
        raise PermissionDenied(
            _("Publishing without a review takes the permission to decide imports (%(code)s).")
            % {"code": DECIDE}
        )
    if not writer.may_publish(user):
        raise PermissionDenied(_("This user may not publish items of institutions."))
