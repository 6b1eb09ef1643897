"""What is done with institutions: taken in, validated or suspended, joined, left, changed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.institutions import holdings
from cms.institutions.decisions import record
from cms.institutions.models import Channel, Institution, Membership
from cms.institutions.policies import keeps_all_members


@transaction.atomic
def onboard_institution(
    *, legal_name: str, channels: list[tuple[str, str]] | None = None, **facts: Any
) -> Institution:
    """Take an institution in: its record, its groups of rights and its collection.

    `facts` are the record's fields. It is public as it stands; its subtree follows with its page.
    Raises ValidationError, keyed by field, and leaves nothing behind then.
    """
    institution = Institution(legal_name=legal_name, **facts)
    institution.full_clean(exclude=["group", "editors", "collection"])
    institution.save()
    for channel, url in channels or []:
        row = Channel(institution=institution, channel=channel, url=url)
        row.full_clean()
        row.save()
    return institution


@transaction.atomic
def set_standing(
    institution: Institution, *, verification_state: str, trust_level: str, by: User | None = None
) -> None:
    """Say how far an institution is verified and trusted; its rights follow at once.

    Raises ValidationError, keyed by field, for an unknown state or level.
    """
    row = _lock(institution)
    before = {"verification_state": row.verification_state, "trust_level": row.trust_level}
    after = {"verification_state": verification_state, "trust_level": trust_level}
    if before == after:
        return
    row.verification_state, row.trust_level = verification_state, trust_level
    row.clean_fields(exclude={one.name for one in row._meta.fields} - after.keys())
    if row.collection_id is None and row.group is not None and not row.barred:
        row.collection = holdings.make_collection(row.group.name)  # its own was handed over
    row.save(update_fields=[*after, "collection", "updated_at"])
    log(row, "institutions.standing", user=by, data={"before": before, "after": after})


@transaction.atomic
def add_member(
    *, institution: Institution, user: User, role: str, by: User | None = None
) -> Membership:
    """Give a person a role, or another one; raises ValidationError for an unknown role.

    Refuses a manager who would leave the institution without one.
    """
    row = _lock(institution)
    membership = Membership.objects.filter(institution=row, user=user).first()
    if membership is not None and role != Membership.Role.MANAGER:
        _require_another_manager(membership, by)
    membership = membership or Membership(institution=row, user=user)
    membership.role = role
    membership.full_clean()
    membership.save()
    data = {"person": user.get_username(), "role": role}
    log(row, "institutions.member", user=by, data=data)
    record("member_joined", by=by, institution=row, data=data)
    return membership


@transaction.atomic
def remove_member(membership: Membership, *, by: User | None = None) -> None:
    """The person leaves, and their rights go; a manager cannot remove the last manager."""
    row = _lock(membership.institution)
    _require_another_manager(membership, by)
    username = membership.user.get_username()
    membership.delete()
    log(row, "institutions.member_left", user=by, data={"person": username})
    record("member_removed", by=by, institution=row, data={"person": username})


@transaction.atomic
def decline_changes(institution: Institution, *, by: User, reason: str = "") -> None:
    """Set proposed changes of the record aside: they stay in its history, and nowhere else."""
    row = _lock(institution)
    declined = row.latest_revision
    row.save_revision(user=by, changed=False, log_action=False)
    row.has_unpublished_changes = False
    row.save(update_fields=["has_unpublished_changes"])
    log(row, "institutions.decline", user=by, data={"reason": reason}, revision=declined)


def _lock(institution: Institution) -> Institution:
    """The row as it is now, for us alone: two who decide go one after the other."""
    return Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)


def _require_another_manager(membership: Membership, by: User | None) -> None:
    if by is None or keeps_all_members(by):
        return
    managers = Membership.objects.filter(
        institution=membership.institution_id, role=Membership.Role.MANAGER
    )
    if (
        managers.filter(pk=membership.pk).exists()
        and not managers.exclude(pk=membership.pk).exists()
    ):
        raise ValidationError(
            _("%(person)s is the only manager: make another one first, or ask the portal's team.")
            % {"person": membership.user},
            code="last_manager",
        )
