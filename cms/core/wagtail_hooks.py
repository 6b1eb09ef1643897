"""Registers the admin's branding and the report of background work."""

from wagtail import hooks

from cms.core import background_work, branding

hooks.register("insert_global_admin_css", branding.stylesheet)
hooks.register("register_icons", branding.icons)
hooks.register("register_admin_urls", background_work.urls)
hooks.register("register_reports_menu_item", background_work.menu_item)
