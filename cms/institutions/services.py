"""What is done with institutions: taken in, joined, left."""

from typing import Any

from django.db import transaction

from cms.accounts.models import User
from cms.institutions.models import Channel, Institution, Membership


@transaction.atomic
def onboard_institution(
    *, legal_name: str, channels: list[tuple[str, str]] | None = None, **facts: Any
) -> Institution:
    """Take an institution in: its record, its group of rights and its collection.

    `facts` are the record's fields. Its subtree follows with its page. Raises ValidationError,
    keyed by field, and leaves nothing behind then.
    """
    institution = Institution(legal_name=legal_name, **facts)
    institution.full_clean(exclude=["group", "collection"])
    institution.save()
    for channel, url in channels or []:
        row = Channel(institution=institution, channel=channel, url=url)
        row.full_clean()
        row.save()
    return institution


@transaction.atomic
def add_member(*, institution: Institution, user: User, role: str) -> Membership:
    """Give a person a role, or another one; raises ValidationError for an unknown role."""
    membership = Membership.objects.filter(institution=institution, user=user).first()
    membership = membership or Membership(institution=institution, user=user)
    membership.role = role
    membership.full_clean()
    membership.save()
    return membership
