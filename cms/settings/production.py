"""Production: the base, and a secret key that must come from the environment."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings import environment
from cms.settings.base import *  # noqa: F403

try:
    SECRET_KEY = environment.text("SECRET_KEY")
except ImproperlyConfigured as error:
    # One line for whoever starts it, instead of a traceback through the server and Django.
    raise SystemExit(f"Coulisses does not start: {error}") from None
