"""Registers the admin's branding."""

from wagtail import hooks

from cms.core import branding

hooks.register("insert_global_admin_css", branding.stylesheet)
hooks.register("register_icons", branding.icons)
