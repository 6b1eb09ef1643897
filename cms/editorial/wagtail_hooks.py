"""Registers the reviewers' desk, what goes live or down at once, and their reports."""

from wagtail import hooks

from cms.editorial.at_once import report, screens
from cms.editorial.desk import action_menu, dashboard, urls

hooks.register("register_admin_urls", urls.admin_urls)
hooks.register("register_admin_menu_item", dashboard.menu_item)
# After the rooms above have arranged theirs.
hooks.register("construct_homepage_panels", dashboard.add_panels, order=500)
hooks.register("construct_page_action_menu", action_menu.arrange, order=500)

hooks.register("register_admin_urls", screens.admin_urls)
hooks.register("register_admin_urls", report.admin_urls)
hooks.register("register_reports_menu_item", report.menu_item)
