"""Registers the sharing of drafts, the admin's locks and the report on pages that fail."""

from wagtail import hooks

from cms.publication import admin_locks, failing_admin, preview_admin

hooks.register("register_admin_urls", preview_admin.admin_urls)
hooks.register("register_page_header_buttons", preview_admin.header_buttons)

hooks.register("before_bulk_action", admin_locks.before_bulk_action)
hooks.register("before_edit_page", admin_locks.before_edit_page)
hooks.register("before_move_page", admin_locks.before_move_page)
hooks.register("before_delete_page", admin_locks.before_delete_page)
hooks.register("before_unpublish_page", admin_locks.before_unpublish_page)

hooks.register("register_admin_urls", failing_admin.admin_urls)
hooks.register("register_reports_menu_item", failing_admin.menu_item)
hooks.register("register_permissions", failing_admin.permissions)
