"""What a worker beside the tests runs with: their settings, tasks that wait in the database, and
mail that goes to the server of EMAIL_URL."""

from cms.settings import base
from cms.settings.test import *  # noqa: F403

TASKS = base.TASKS
MAIL_DELIVERY = base.MAIL_DELIVERY
