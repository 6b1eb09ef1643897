"""Tasks wait in the database, as in life."""

from typing import Any

import pytest

from cms.settings import base


@pytest.fixture(autouse=True)
def _tasks_wait(settings: Any) -> None:
    settings.TASKS = base.TASKS
