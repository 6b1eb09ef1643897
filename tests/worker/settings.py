"""What a worker beside the tests runs with: their settings, and tasks that wait in the database."""

from cms.settings import base
from cms.settings.test import *  # noqa: F403

TASKS = base.TASKS
