"""Thousands of steps of a state machine: it finds nothing public without its approvals.

In portions, so that several processes share them. `SEED=…` draws the same days again.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django.plugin import DjangoDbBlocker

from tests.editorial.gate_machine import Day, Ground

pytestmark = pytest.mark.django_db

PORTIONS, DAYS, STEPS = 4, 28, 50  # a few days end early


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """Laid once; each day undoes what it has done to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ground()
        transaction.set_rollback(True)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_nothing_is_public_without_its_approvals(ground: Ground, portion: int) -> None:
    class OneDay(Day):
        steps = 0

    OneDay.ground = ground
    run_state_machine_as_test(
        OneDay,
        settings=settings(
            max_examples=DAYS,
            stateful_step_count=STEPS,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )
    assert OneDay.steps >= 5_000 / PORTIONS, f"portion {portion}: {OneDay.steps} steps"
