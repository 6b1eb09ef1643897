"""Registers the reviewers' desk: its addresses, its place in the menu and on the home page."""

from wagtail import hooks

from cms.editorial.desk import dashboard, urls

hooks.register("register_admin_urls", urls.admin_urls)
hooks.register("register_admin_menu_item", dashboard.menu_item)
# After the rooms above have arranged theirs.
hooks.register("construct_homepage_panels", dashboard.add_panels, order=500)
