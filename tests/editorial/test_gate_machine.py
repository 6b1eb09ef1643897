"""Thousands of steps of a state machine: it finds nothing public without its approvals.

In portions, each with a seed of its own; `SEED=…` draws the same days again.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django.plugin import DjangoDbBlocker

from tests.editorial.gate_ground import Ground
from tests.editorial.gate_machine import FAR, SHOWN_AT, Day, Tally
from tests.seed import SEED

pytestmark = pytest.mark.django_db

PORTIONS, STEPS = 4, 5_000
# Days go on until there have been steps enough and everything was done so often, but not for ever.
DAYS_AT_ONCE, ROUNDS, LEAST = 4, 50, 1


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """Laid once; each day undoes what it has done to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ground(shown_at=SHOWN_AT, later=FAR)
        transaction.set_rollback(True)


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_nothing_is_public_without_its_approvals(ground: Ground, portion: int) -> None:
    all_days = Tally()
    for turn in range(ROUNDS):
        if all_days.steps >= STEPS / PORTIONS and not all_days.missing(LEAST):
            break

        class OneDay(Day):
            tally = all_days

        OneDay.ground = ground
        run_state_machine_as_test(
            seed(f"{SEED}:{portion}:{turn}")(OneDay),
            settings=settings(
                max_examples=DAYS_AT_ONCE,
                stateful_step_count=60,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
                report_multiple_bugs=False,
            ),
        )
    assert all_days.missing(LEAST) == [], "carried out too seldom"
    assert all_days.steps >= STEPS / PORTIONS
