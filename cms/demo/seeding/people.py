"""The demo's accounts, one per role."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.demo.accounts import DEMO_ACCOUNTS
from cms.demo.seeding.ground import Ground, key_of
from cms.institutions.models import Institution, Membership
from cms.institutions.services import add_member


@dataclass(frozen=True)
class Person:
    first_name: str
    last_name: str
    language: str
    groups: tuple[str, ...] = ()
    member: tuple[str, str] | None = None  # institution's key, role
    superuser: bool = False


PEOPLE = {
    "admin": Person("Alix", "Perrin", "fr", superuser=True),
    "moderator": Person("Irina", "Volkova", "fr", groups=("Moderators",)),
    "editor": Person(
        "Nolwenn", "Quéré", "fr", member=("theatre-des-marees", Membership.Role.EDITOR)
    ),
    "contributor": Person(
        "Пётр", "Ланской", "ru", member=("teatr-yauza", Membership.Role.CONTRIBUTOR)
    ),
    "operator": Person("Sam", "Okafor", "en", groups=("Operators",)),
}


def seed_accounts() -> None:
    """Everyone who may sign in; institutions' members join theirs in `seed_memberships`."""
    _operators()
    for username, password, _role in DEMO_ACCOUNTS:
        if User.objects.filter(username=username).exists():
            continue
        person = PEOPLE[username]
        user = User(
            username=username,
            email=f"{username}@coulisses.example.org",
            first_name=person.first_name,
            last_name=person.last_name,
            is_staff=person.superuser,
            is_superuser=person.superuser,
        )
        user.set_password(password)
        user.save()
        user.groups.set(Group.objects.filter(name__in=person.groups))
        # The demo has no mail server: a letter per submission would only be printed.
        UserProfile.objects.create(
            user=user, preferred_language=person.language, submitted_notifications=False
        )


def seed_memberships(ground: Ground) -> None:
    for username, person in PEOPLE.items():
        if person.member is None:
            continue
        key, role = person.member
        institution = Institution.objects.get(key=key_of("institution", key))
        user = User.objects.get(username=username)
        if not Membership.objects.filter(institution=institution, user=user).exists():
            add_member(institution=institution, user=user, role=role)


def _operators() -> None:
    """Those who bring data in and give frontends their tokens."""
    group, _created = Group.objects.get_or_create(name="Operators")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__app_label__in=["authoring", "institutions"]),
        *Permission.objects.filter(content_type__app_label="accounts", codename__endswith="token"),
    )
