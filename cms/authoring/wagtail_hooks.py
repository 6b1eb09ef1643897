"""Registers the report on imports."""

from wagtail import hooks

from cms.authoring import import_screen

hooks.register("register_admin_urls", import_screen.urls)
hooks.register("register_reports_menu_item", import_screen.menu_item)
