"""What a worker beside the tests runs with: their settings, and tasks that wait in the database."""

from cms.settings.test import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
