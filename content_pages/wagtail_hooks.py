"""Registers the listings."""

from wagtail import hooks

from content_pages import viewsets

hooks.register("register_admin_viewset", viewsets.listings)
# After Wagtail's own, which it replaces.
hooks.register("register_admin_viewset", viewsets.explorer, order=100)
