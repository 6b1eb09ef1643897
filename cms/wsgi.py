"""WSGI entry point; production unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
django_application = get_wsgi_application()

# After Django is set up: the API's modules need its settings and models.
from cms.delivery.gateway import PublicAPIFirst  # noqa: E402

application = PublicAPIFirst(django_application)
