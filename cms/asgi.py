"""ASGI entry point, for who needs one: the site is served by WSGI. Production unless told."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_asgi_application()

# After Django is set up.
from django.conf import settings  # noqa: E402

from cms.core.database import limit_lock_waits  # noqa: E402

limit_lock_waits(settings.DATABASE_LOCK_SECONDS)
