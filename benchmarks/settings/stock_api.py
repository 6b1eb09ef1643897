"""Wagtail's own API v2 over the same pages, with the middleware a new Wagtail project has."""

from benchmarks.settings.shipped import *  # noqa: F403
from benchmarks.settings.shipped import INSTALLED_APPS
from benchmarks.settings.stock_middleware import MIDDLEWARE  # noqa: F401 - the setting

INSTALLED_APPS = ["wagtail.api.v2", "rest_framework", *INSTALLED_APPS]
ROOT_URLCONF = "benchmarks.contenders.stock_api"
# `?format=` would choose a renderer; here it filters by the item's format.
REST_FRAMEWORK = {"URL_FORMAT_OVERRIDE": None}
