"""Django's own WSGI application: other contenders do not pass through ours."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
