"""A Django view that returns fixed bytes: what the framework and the server leave to win."""

from benchmarks.settings.shipped import *  # noqa: F403
from benchmarks.settings.shipped import MIDDLEWARE

ROOT_URLCONF = "benchmarks.contenders.bare_view"
# Exactly what a request for the public API passes before it is answered.
MIDDLEWARE = MIDDLEWARE[: MIDDLEWARE.index("cms.delivery.middleware.public_api")]
