"""What the web server and the worker of a journey run with: as in life, but for its keys.

Their settings are those of the suite, with what it leaves out: tasks wait for the worker, mail
goes to a mail server, the admin has its looks and its words.
"""

from cms.settings import base
from cms.settings.test import *  # noqa: F403

TASKS = base.TASKS
EMAIL_BACKEND, MAIL_DELIVERY = base.EMAIL_BACKEND, base.MAIL_DELIVERY
LOCALE_PATHS = base.LOCALE_PATHS
WHITENOISE_USE_FINDERS = True
