"""Somebody publishes while the institution is being suspended: one after the other."""

import threading
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from cms.core.gate import Refused
from cms.institutions.models import Institution
from cms.institutions.services import set_standing
from cms.publication.models import PublishedDocument
from cms.publication.unit_of_work import publishing
from tests.factories import InstitutionFactory, ItemFactory
from tests.factories.clearing import go_live

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def suspend(record: Institution) -> None:
    set_standing(record, verification_state="suspended", trust_level="new")


def waits(record: Institution) -> bool:
    """Whether suspending the institution, over another connection, waits for us."""
    told: list[bool] = []

    def meanwhile() -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '500ms'")
                suspend(record)
            told.append(False)
        except OperationalError:
            told.append(True)
        finally:
            connections.close_all()

    other = threading.Thread(target=meanwhile)
    other.start()
    other.join()
    return told == [True]


def test_what_is_being_published_goes_live_before_the_institution_is_suspended() -> None:
    house: Any = InstitutionFactory(published=True)
    item, next_one = ItemFactory(parent=house), ItemFactory(parent=house)
    with publishing():
        go_live(item)
        assert waits(house.institution)
    suspend(house.institution)
    with pytest.raises(Refused):
        go_live(next_one)
    public = set(PublishedDocument.objects.values_list("page_id", flat=True))
    assert public & {item.pk, next_one.pk} == {item.pk}


def test_rights_are_given_before_it_too_and_taken_then() -> None:
    house: Any = InstitutionFactory(published=True)
    with publishing():
        house.save()
        assert waits(house.institution)
    suspend(house.institution)
    assert not house.institution.group.page_permissions.exists()
