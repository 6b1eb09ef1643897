"""Registers the sharing of drafts."""

from wagtail import hooks

from cms.publication import preview_admin

hooks.register("register_admin_urls", preview_admin.admin_urls)
hooks.register("register_page_header_buttons", preview_admin.header_buttons)
