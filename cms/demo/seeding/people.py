"""The demo's accounts, one per role."""

from dataclasses import dataclass

from wagtail.users.models import UserProfile

from cms.accounts.groups import GROUPS, group_of
from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.demo.accounts import DEMO_ACCOUNTS
from cms.demo.seeding.ground import Ground, key_of
from cms.institutions.models import Institution, Membership
from cms.institutions.services import add_member


@dataclass(frozen=True)
class Person:
    first_name: str
    last_name: str
    language: str
    institution: str = ""  # its key, for members


PEOPLE = {
    "admin": Person("Alix", "Perrin", "fr"),
    "moderator": Person("Irina", "Volkova", "fr"),
    "chief": Person("Béatrice", "Lemoine", "fr"),
    "manager": Person("Gwenaël", "Le Bihan", "fr", institution="theatre-des-marees"),
    "editor": Person("Nolwenn", "Quéré", "fr", institution="theatre-des-marees"),
    "contributor": Person("Пётр", "Ланской", "ru", institution="teatr-yauza"),
    "operator": Person("Sam", "Okafor", "en"),
}


def seed_accounts() -> None:
    """Everyone who may sign in; institutions' members join theirs in `seed_memberships`."""
    for account in DEMO_ACCOUNTS:
        if User.objects.filter(username=account.username).exists():
            continue
        person = PEOPLE[account.username]
        is_administrator = account.role == Role.ADMINISTRATOR
        user = User(
            username=account.username,
            email=f"{account.username}@coulisses.example.org",
            first_name=person.first_name,
            last_name=person.last_name,
            is_staff=is_administrator,
            is_superuser=is_administrator,
        )
        user.set_password(account.password)
        user.save()
        if account.role in GROUPS:
            user.groups.add(group_of(account.role))
        UserProfile.objects.create(user=user, preferred_language=person.language)


def seed_memberships(ground: Ground) -> None:
    for account in DEMO_ACCOUNTS:
        key = PEOPLE[account.username].institution
        if not key:
            continue
        institution = Institution.objects.get(key=key_of("institution", key))
        user = User.objects.get(username=account.username)
        if not Membership.objects.filter(institution=institution, user=user).exists():
            add_member(institution=institution, user=user, role=account.role.value)
