"""The test suite: in memory, deterministic, tasks run when they are enqueued."""

import os
import tempfile

_scratch = tempfile.mkdtemp(prefix="coulisses-test-")
os.environ.setdefault("VAR_DIR", _scratch)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_scratch}/db.sqlite3")

from cms.settings.base import *  # noqa: E402, F403
from cms.settings.base import DATABASES, STORAGES, TASK_QUEUES  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = MAIL_DELIVERY = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {
    "default": {
        "BACKEND": "tests.indexing.AtOnce",
        "QUEUES": TASK_QUEUES,
    }
}
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in life: other processes can open it, and writers meet each other's locks.
    DATABASES["default"]["TEST"] = {"NAME": f"{_scratch}/test.sqlite3"}
# Tests read the words of the source, whether catalogues have been compiled or not; that every
# string is translated is checked by itself (make catalogues).
LOCALE_PATHS = []
