"""Members leave by themselves."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.institutions.decisions import record
from cms.institutions.models import Institution, Membership


@transaction.atomic
def leave(institution: Institution, *, user: User) -> None:
    """The person's place and rights go; what they made stays the institution's.

    Raises ValidationError for who is no member, and for the last manager, whoever they are.
    """
    row = Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    membership = Membership.objects.filter(institution=row, user=user).first()
    if membership is None:
        raise ValidationError(_("You are not a member of this institution."))
    others = Membership.objects.filter(institution=row, role=Membership.Role.MANAGER)
    if (
        membership.role == Membership.Role.MANAGER
        and not others.exclude(pk=membership.pk).filter(user__is_active=True).exists()
    ):
        raise ValidationError(
            _("You are its only manager: make another one first, or ask the portal's team."),
            code="last_manager",
        )
    membership.delete()
    log(row, "institutions.member_left", user=user, data={"person": user.get_username()})
    record("member_left", by=user, institution=row)
