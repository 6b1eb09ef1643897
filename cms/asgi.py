"""ASGI entry point, for who needs one: the site is served by WSGI. Production unless told."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_asgi_application()
