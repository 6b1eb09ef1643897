"""WSGI entry point; production unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
django_application = get_wsgi_application()

# After Django is set up: the API's modules need its settings and models.
from django.conf import settings  # noqa: E402

from cms.core.database import limit_lock_waits  # noqa: E402
from cms.delivery.gateway import PublicAPIFirst  # noqa: E402

limit_lock_waits(settings.DATABASE_LOCK_SECONDS)
application = PublicAPIFirst(django_application)
