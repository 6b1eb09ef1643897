"""Registers the sharing of drafts, the admin's locks and the report on pages that fail."""

from wagtail import hooks

from cms.publication.admin import (
    failed_publications,
    going_live,
    kept_moments,
    locks,
    previews,
    reverting,
)

hooks.register("register_admin_urls", previews.admin_urls)
hooks.register("register_page_header_buttons", previews.header_buttons)

hooks.register("before_bulk_action", locks.before_bulk_action)
hooks.register("before_edit_page", locks.before_edit_page)
hooks.register("before_edit_page", reverting.before_edit_page)
hooks.register("before_move_page", locks.before_move_page)
hooks.register("before_delete_page", locks.before_delete_page)
hooks.register("before_unpublish_page", locks.before_unpublish_page)

hooks.register("register_admin_urls", failed_publications.admin_urls)
hooks.register("register_reports_menu_item", failed_publications.menu_item)
hooks.register("register_permissions", failed_publications.permissions)
hooks.register("register_admin_urls", kept_moments.admin_urls)
hooks.register("register_reports_menu_item", kept_moments.menu_item)
hooks.register("before_publish_page", going_live.before_publish_page)
hooks.register("after_copy_page", going_live.after_copy_page)
