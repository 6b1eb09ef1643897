"""Registers the report on imports, the decision on one, the screens of institutions' tokens."""

from wagtail import hooks

from cms.authoring import import_screen, institution_tokens, run_screen, token_screens

hooks.register("register_admin_urls", import_screen.urls)
hooks.register("register_admin_urls", run_screen.urls)
hooks.register("register_permissions", run_screen.permissions)
hooks.register("register_reports_menu_item", import_screen.menu_item)
hooks.register("register_admin_urls", token_screens.urls)
hooks.register("register_settings_menu_item", token_screens.menu_item)
hooks.register("register_snippet_listing_buttons", token_screens.record_buttons)
hooks.register("register_log_actions", institution_tokens.register_log_actions)
