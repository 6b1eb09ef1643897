"""The people of a review: two members of an institution, two moderators, somebody else."""

from typing import Any

from django.contrib.auth.models import Group

from cms.institutions.services import add_member
from content_pages.models import InstitutionPage
from tests.factories import ItemFactory
from tests.factories.clearing import go_live
from tests.factories.pages import InstitutionFactory
from tests.factories.people import InstitutionRecordFactory, UserFactory
from tests.indexing import indexed_once


class Desk:
    """An institution with its members, and who decides about what they make."""

    def __init__(self, **record: Any) -> None:
        self.institution = InstitutionRecordFactory(**record)
        self.house: InstitutionPage = InstitutionFactory(
            published=True, institution=self.institution
        )
        self.contributor = self._member("contributor")
        self.editor = self._member("editor")
        self.moderator, self.other_moderator = self._moderator(), self._moderator()
        self.head = self._in_group("Head moderators")
        self.other_head = self._in_group("Head moderators")
        self.stranger = UserFactory(language="en")

    def draft(self, *, by: Any = None, **values: Any) -> Any:
        """An item of theirs, drafted by its editor."""
        with indexed_once():
            item = ItemFactory(parent=self.house, **values)
            item.save_revision(user=by or self.editor)
        item.refresh_from_db()
        return item

    def public(self, **values: Any) -> Any:
        with indexed_once():
            item = self.draft(**values)
            go_live(item)
        item.refresh_from_db()
        return item

    def _member(self, role: str) -> Any:
        person = UserFactory(language="en")
        add_member(institution=self.institution, user=person, role=role)
        return person

    def _moderator(self) -> Any:
        return self._in_group("Moderators")

    def _in_group(self, name: str) -> Any:
        person = UserFactory(language="en")
        person.groups.add(Group.objects.get(name=name))
        return person
