"""Registers the report on imports, and the decision on one."""

from wagtail import hooks

from cms.authoring import import_screen, run_screen

hooks.register("register_admin_urls", import_screen.urls)
hooks.register("register_admin_urls", run_screen.urls)
hooks.register("register_permissions", run_screen.permissions)
hooks.register("register_reports_menu_item", import_screen.menu_item)
