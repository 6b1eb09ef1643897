"""People with accounts, and the records of institutions they work for."""

from typing import Any

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.institutions.models import Channel, Institution, Membership
from tests.factories.tree import lay_ground

PASSWORD = "a-long-enough-password"


class InstitutionRecordFactory(DjangoModelFactory):
    """The tenant's record. `complete=True` fills every field and adds a channel."""

    class Meta:
        model = Institution
        skip_postgeneration_save = True

    class Params:
        complete = factory.Trait(
            registration_number=factory.Sequence(lambda n: f"130{n:011d}"),
            ownership="local",
            territory="fr_52",
            address="2 quai de l'Écluse",
            postal_code="44000",
            town="Nantes",
            latitude=47.2184,
            longitude=-1.5536,
            website="https://ecluse.example.org/",
            public_email="bonjour@ecluse.example.org",
            public_phone="+33 2 00 00 00 00",
            editorial_email="redaction@ecluse.example.org",
            technical_email="technique@ecluse.example.org",
            accessibility_email="acces@ecluse.example.org",
            building_accessibility=["wheelchair_access", "lift"],
        )

    legal_name = factory.Sequence(lambda n: f"Musée de l'Écluse {n}")
    kind = "museum"
    territory = "fr_52"
    verification_state = "validated"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        lay_ground()
        return super()._create(model_class, *args, **kwargs)

    @factory.post_generation
    def channel(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if create and (extracted or self.website):
            Channel.objects.create(
                institution=self,
                channel=extracted or "youtube",
                url="https://www.youtube.com/@ecluse",
            )


class UserFactory(DjangoModelFactory):
    """`superuser=True`; `group="Moderators"`; `member_of=institution`; `language=`.

    `group` is `"Moderators"`, `"Operators"` or Wagtail's `"Editors"`.
    `member_of__role` names the role, `language` that of the person's admin.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        superuser = factory.Trait(is_superuser=True, is_staff=True)

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def group(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if create and extracted:
            lay_ground()
            self.groups.add(Group.objects.get(name=extracted))

    @factory.post_generation
    def member_of(self, create: bool, extracted: Institution | None, **kwargs: Any) -> None:
        if create and extracted:
            role = kwargs.get("role", Membership.Role.EDITOR)
            Membership.objects.create(institution=extracted, user=self, role=role)

    @factory.post_generation
    def language(self, create: bool, extracted: str | None, **kwargs: Any) -> None:
        if create and extracted:
            profile = UserProfile.get_for_user(self)
            profile.preferred_language = extracted
            profile.save()
