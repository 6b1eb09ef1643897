"""A developer's machine and the demo: plain HTTP on loopback, a key kept beside the database."""

import json

from django.core.management.utils import get_random_secret_key

from cms.settings import environment
from cms.settings.base import *  # noqa: F403
from cms.settings.base import STORAGES, VAR_DIR

VAR_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret_key() -> str:
    """Made once and kept: image addresses in published copies are signed with it."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.write_text(get_random_secret_key(), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8").strip()


def _demo_base_url() -> str:
    """Where `make demo` last served: what a command publishes beside it has the same addresses."""
    memory = VAR_DIR / "demo.json"
    known = json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else {}
    return str(known.get("base_url") or "http://127.0.0.1:8000")


PUBLIC_BASE_URL = WAGTAILADMIN_BASE_URL = environment.text("PUBLIC_BASE_URL", _demo_base_url())
DEBUG = environment.flag("DEBUG", False)
SECRET_KEY = environment.text("SECRET_KEY", "") or _kept_secret_key()
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver")
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None
# A folder one can open, unless a server is named.
if not environment.text("EMAIL_URL", ""):
    MAIL_DELIVERY = "cms.core.mail.Folder"
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
WHITENOISE_USE_FINDERS = True
