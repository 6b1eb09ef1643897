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
DAYS_AT_ONCE = 4
# Everything was done so often in all portions together; days go on until it was, up to so many.
LEAST, ROUNDS = 2, 60


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """Laid once; each day undoes what it has done to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ground(shown_at=SHOWN_AT, later=FAR)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def all_days() -> Tally:
    return Tally()


def some_days(on: Ground, counted: Tally, *about: object) -> None:
    """A few, with dice of their own."""

    class OneDay(Day):
        ground, tally = on, counted

    run_state_machine_as_test(
        seed(f"{SEED}:{about}")(OneDay),
        settings=settings(
            max_examples=DAYS_AT_ONCE,
            stateful_step_count=60,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        ),
    )


@pytest.mark.parametrize("portion", range(PORTIONS))
def test_nothing_is_public_without_its_approvals(
    ground: Ground, all_days: Tally, portion: int
) -> None:
    enough = all_days.steps + STEPS / PORTIONS
    for turn in range(ROUNDS):
        if all_days.steps >= enough:
            break
        some_days(ground, all_days, portion, turn)
    assert all_days.steps >= enough


def test_everything_was_done(ground: Ground, all_days: Tally) -> None:
    """A door that never opens would keep the peace, too."""
    for turn in range(ROUNDS):
        if not all_days.missing(LEAST):
            break
        some_days(ground, all_days, "more", turn)
    assert all_days.missing(LEAST) == []
