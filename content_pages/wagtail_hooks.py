"""Registers the listings and the dashboard's panels."""

from wagtail import hooks

from content_pages import dashboard, viewsets

hooks.register("construct_homepage_panels", dashboard.add_panels)
hooks.register("register_admin_viewset", viewsets.listings)
# After Wagtail's own, which it replaces.
hooks.register("register_admin_viewset", viewsets.explorer, order=100)
