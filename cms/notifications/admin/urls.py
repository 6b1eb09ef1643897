"""Addresses of Wagtail's admin that are answered here; included before its own."""

from django.urls import path

from cms.core.admin_screens.urls import in_the_admin
from cms.notifications.admin.account import Account

urlpatterns = in_the_admin([path("account/", Account.as_view())])
