"""Registers the admin's branding, and who sends new pages for review."""

from wagtail import hooks

from cms.core import branding, permissions

hooks.register("insert_global_admin_css", branding.stylesheet)
hooks.register("register_icons", branding.icons)
hooks.register("before_create_page", permissions.refuse_submission)
hooks.register("construct_page_action_menu", permissions.offer_submission)
