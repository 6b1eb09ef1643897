"""Wagtail's own API v2 over the same pages, with the middleware a new Wagtail project has."""

from benchmarks.settings.shipped import *  # noqa: F403
from benchmarks.settings.shipped import INSTALLED_APPS

INSTALLED_APPS = ["wagtail.api.v2", "rest_framework", *INSTALLED_APPS]
ROOT_URLCONF = "benchmarks.contenders.stock_api"
# wagtail/project_template/project_name/settings/base.py
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
# `?format=` would choose a renderer; here it filters by the item's format.
REST_FRAMEWORK = {"URL_FORMAT_OVERRIDE": None}
