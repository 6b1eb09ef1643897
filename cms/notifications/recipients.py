"""Who a mail goes to: people with accounts, and addresses of people without."""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from wagtail.users.models import UserProfile

from cms.accounts.models import User


@dataclass(frozen=True)
class Recipient:
    """One of the two is given: an account, or an address in lower case."""

    user_id: int | None
    address: str
    locale: str
    time_zone: str

    @property
    def key(self) -> str:
        return str(self.user_id or self.address)


def recipients(to: Iterable[User | str], locale: str | None = None) -> list[Recipient]:
    """Each once; accounts that are closed or have no address are left out.

    A person's admin language counts before `locale`, which counts before the site's. Raises
    ValidationError for an address that is none: a line break in it would be a header of its own.
    """
    people: list[int] = []
    addresses: list[str] = []
    for one in to:
        if isinstance(one, str):
            addresses.append(_address(one))
        else:
            people.append(one.pk)
    fallback = locale if locale in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    users = User.objects.filter(pk__in=people, is_active=True).exclude(email="")
    known = list(users.select_related("wagtail_userprofile").order_by("pk")) if people else []
    mailed = {user.email.lower() for user in known}
    return [
        *(_person(user, fallback) for user in known),
        *(
            Recipient(None, address, fallback, settings.TIME_ZONE)
            for address in dict.fromkeys(addresses)
            if address not in mailed
        ),
    ]


def _address(spelled: str) -> str:
    try:
        validate_email(spelled)
    except ValidationError:
        raise ValidationError(f"{spelled!r} is no address of mail.") from None
    return spelled.lower()


def _person(user: User, fallback: str) -> Recipient:
    profile = getattr(user, "wagtail_userprofile", None) or UserProfile(user=user)
    language = profile.preferred_language
    return Recipient(
        user.pk,
        "",
        language if language in dict(settings.LANGUAGES) else fallback,
        profile.current_time_zone or settings.TIME_ZONE,
    )


def zone_of(recipient: Recipient) -> ZoneInfo:
    return ZoneInfo(recipient.time_zone)
