"""This project as production runs it; only the address and the key are the benchmark's."""

import os

os.environ.setdefault("SECRET_KEY", "known-to-everybody-and-used-by-benchmarks-alone")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,testserver")
# The load arrives over plain HTTP on loopback, as it does behind a proxy.
os.environ.setdefault("SECURE_SSL_REDIRECT", "false")

from cms.settings.production import *  # noqa: F403
